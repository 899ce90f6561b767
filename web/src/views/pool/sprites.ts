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
