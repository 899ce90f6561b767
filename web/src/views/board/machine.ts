// Where the machine had placed what a person has labelled since, in another class or at another height.

import { overruled } from './cards';
import { heightOf, type BoardLayout, type Point } from './geometry';
import { seatOf, type Picture } from './picture';
import type { Square } from './places';

/** `at`: on the left edge of the column of the machine's class, at the height of its confidence. `card`: where the
 * card stands. */
export type MachineTick = { sampleId: number; at: Point; card: Square };

export function machineTicks(picture: Picture, layout: BoardLayout): MachineTick[] {
  return picture.cards.flatMap((card) => {
    const placed = overruled(card);
    const column = placed && layout.columns[placed.classIndex];
    if (!placed || !column) return [];
    const at = { x: column.x, y: heightOf(placed.confidence, column, layout.card) };
    return [{ sampleId: card.sampleId, at, card: seatOf(card, picture).at }];
  });
}

/** The point where the way to a card ends on its edge; null where the way begins on the card itself. */
export function edgeTowards(from: Point, card: Point, size: number): Point | null {
  const away = { x: from.x - card.x, y: from.y - card.y };
  const part = size / 2 / Math.max(Math.abs(away.x), Math.abs(away.y));
  return part < 1 ? { x: card.x + away.x * part, y: card.y + away.y * part } : null;
}
