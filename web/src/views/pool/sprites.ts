// Finds a sample's thumbnail on the sprite sheets.

import type { SpriteSpec } from '../contract';

export type Tile = { page: number; column: number; row: number };

export function tileOf(sampleId: number, { columns, rows }: SpriteSpec): Tile {
  const onPage = sampleId % (columns * rows);
  return {
    page: Math.floor(sampleId / (columns * rows)),
    column: onPage % columns,
    row: Math.floor(onPage / columns),
  };
}

/** Fetches the sheets one after the other, behind everything else, so that hovering finds them here. */
export async function preload(sprites: SpriteSpec, gone: AbortSignal): Promise<void> {
  for (let page = 0; page < sprites.pages && !gone.aborted; page += 1) {
    await new Promise((resolve) => {
      const image = new Image();
      image.onload = image.onerror = resolve;
      image.fetchPriority = 'low';
      image.src = sprites.url(page);
    });
  }
}

/** CSS that shows the sample's tile as the background of an element `height` pixels high. */
export function tileStyle(sampleId: number, sprites: SpriteSpec, height: number): string {
  const { page, column, row } = tileOf(sampleId, sprites);
  const width = (height * sprites.tileWidth) / sprites.tileHeight;
  return [
    `width:${width}px`,
    `height:${height}px`,
    `background-image:url("${sprites.url(page)}")`,
    `background-size:${width * sprites.columns}px auto`,
    `background-position:${-column * width}px ${-row * height}px`,
  ].join(';');
}
