// Which cards are drawn, and how they are called.

import { percent } from '../shared/numbers';
import type {
  BoardSpec,
  CardSpec,
  Cell,
  ClassSpec,
  ConfidenceSource,
  DisputedSpec,
  Status,
} from '../contract';

/** More would only hide each other. */
export const MOST_DRAWN = 600;

/** At most `most` cards, of which `loose` unlabelled ones, in the order given: those that wait for a person,
 * but at least a third, where there are as many, of what was labelled last. */
export function drawnCards(all: readonly CardSpec[], loose: number, most = MOST_DRAWN): CardSpec[] {
  const cards = withoutCrowd(all, loose);
  if (cards.length <= most) return cards;
  const open = cards.filter(isOpen);
  const done = cards.filter((card) => !isOpen(card)).sort((a, b) => b.changed - a.changed);
  const room = Math.max(most - open.length, Math.ceil(most / 3));
  const latest = done.slice(0, room);
  const kept = new Set([...latest, ...open.slice(0, most - latest.length)]);
  return cards.filter((card) => kept.has(card));
}

function withoutCrowd(cards: readonly CardSpec[], most: number): CardSpec[] {
  let loose = 0;
  return cards.filter((card) => card.classIndex !== null || (loose += 1) <= most);
}

export const isOpen = ({ status }: CardSpec): boolean => status === 'unlabelled' || status === 'predicted';

/** Which label of an earlier round a Tab key reaches, all being one stop: the one that had the focus last, or else the first.
 * Null: there is none. */
export function earlierStop(cards: readonly CardSpec[], entered: number | null): number | null {
  const earlier = cards.filter(({ trained }) => trained).map(({ sampleId }) => sampleId);
  return earlier.find((sampleId) => sampleId === entered) ?? earlier[0] ?? null;
}

/** What somebody confirms who sees the cards `shown`: those predicted there, and still predicted as the same
 * class in `current`. What has become another prediction meanwhile was not seen. */
export function confirmable(shown: readonly CardSpec[], current: readonly CardSpec[]): CardSpec[] {
  const now = new Map(current.map((card) => [card.sampleId, card]));
  const same = (seen: CardSpec, card: CardSpec | undefined) =>
    card?.status === 'predicted' && card.classIndex === seen.classIndex;
  return shown.filter((seen) => seen.status === 'predicted' && same(seen, now.get(seen.sampleId)));
}

/** Where the card stands that another page has moved since it was `taken`: undefined where it has left the board, null
 * where nobody has. What a newer model predicts moves no card that somebody holds. */
export function movedMeanwhile(taken: CardSpec, current: readonly CardSpec[]): CardSpec | null | undefined {
  const now = current.find(({ sampleId }) => sampleId === taken.sampleId);
  if (!now || (isOpen(now) && isOpen(taken))) return now && null;
  const same = now.classIndex === taken.classIndex && now.confidence === taken.confidence;
  return same || now.changed === taken.changed ? null : now;
}

type Predicted = NonNullable<CardSpec['prediction']>;

/** A newer model has moved the card to another class, and nobody has acted on it since. */
export function changedItsMind({ status, classIndex, earlier }: CardSpec): boolean {
  return status === 'predicted' && earlier !== null && earlier.classIndex !== classIndex;
}

/** The machine's prediction of a label that stands in another place; null where it is the same, or there is none. */
export function overruled(card: CardSpec): Predicted | null {
  const { classIndex, confidence, prediction } = card;
  if (isOpen(card) || !prediction) return null;
  return prediction.classIndex === classIndex && prediction.confidence === confidence ? null : prediction;
}

type Named = { name: string; said: readonly Said[] };

/** The same object for a card that has not changed. */
const namesOf = new WeakMap<
  CardSpec,
  Named & { classes: readonly ClassSpec[]; own: DisputedSpec | undefined }
>();
const NOTHING_SAID: readonly Said[] = [];

/** What a card is called, and the marks of what people said of it who disagree. */
export function namedWith(
  card: CardSpec,
  classes: readonly ClassSpec[],
  disputed: BoardSpec['disputed'],
): Named {
  const own = disputed?.get(card.sampleId);
  const known = namesOf.get(card);
  if (known && known.classes === classes && known.own === own) return known;
  const said = own ? marksOf(own, classes) : NOTHING_SAID;
  const named = { name: cardName(card, classes, own), said, classes, own };
  namesOf.set(card, named);
  return named;
}

/** "sample 1234, predicted 3 at 87%, before 5 at 61%", "sample 1234, corrected to 5 at 80% (default); the machine
 * said 3 at 87%" */
export function cardName(card: CardSpec, classes: readonly ClassSpec[], disputed?: DisputedSpec): string {
  return `${nameOf(card, classes)}${disputed ? `; people said ${saidBy(disputed, classes)}` : ''}`;
}

/** "3 at 80%, 5" */
export const saidBy = ({ candidates }: DisputedSpec, classes: readonly ClassSpec[]): string =>
  candidates
    .map(({ classIndex, confidence }) => {
      const name = classes[classIndex]?.name ?? String(classIndex);
      return confidence === null ? name : `${name} at ${percent(confidence)}`;
    })
    .join(', ');

/** The same as small marks have room for it: the class's colour, and how its name begins. */
export const marksOf = ({ candidates }: DisputedSpec, classes: readonly ClassSpec[]): Said[] =>
  candidates.map(({ classIndex }) => {
    const { name = String(classIndex), colour = '' } = classes[classIndex] ?? {};
    return { letters: [...name].slice(0, 2).join(''), colour };
  });

export type Said = { letters: string; colour: string };

function nameOf(card: CardSpec, classes: readonly ClassSpec[]): string {
  const { sampleId, status, classIndex, confidence, source, earlier } = card;
  if (classIndex === null || confidence === null)
    return `sample ${sampleId}, ${card.heldOut ? 'to evaluate on, ' : ''}unlabelled`;
  const name = (index: number) => classes[index]?.name ?? String(index);
  const placed = (at: Predicted) => `${name(at.classIndex)} at ${percent(at.confidence)}`;
  const whose = source ? ` (${WHOSE[source]})` : '';
  const before = earlier && changedItsMind(card) ? `, before ${placed(earlier)}` : '';
  const machine = overruled(card);
  const said = machine ? `; ${card.suggested ? 'the dataset' : 'the machine'} said ${placed(machine)}` : '';
  const says = status === 'predicted' && card.suggested ? SUGGESTED : SAYS[status];
  const locked = card.heldOut ? ', to evaluate on' : '';
  return `sample ${sampleId}${locked}, ${says(name(classIndex))} at ${percent(confidence)}${whose}${before}${said}`;
}

const SUGGESTED = (name: string) => `in the dataset as ${name}`;

/** Whose the confidence is. */
const WHOSE: Record<ConfidenceSource, string> = {
  stated: 'stated',
  default: 'default',
  accepted: 'the machine’s',
};

const SAYS: Record<Status, (name: string) => string> = {
  unlabelled: (name) => name,
  predicted: (name) => `predicted ${name}`,
  confirmed: (name) => `confirmed as ${name}`,
  corrected: (name) => `corrected to ${name}`,
  hand_labelled: (name) => `labelled ${name}`,
  imported: (name) => `imported as ${name}`,
};

/** Whether a cell of the confusion matrix is about this card: one of its two classes, now or as predicted. */
export function concerns(cell: Cell, card: Pick<CardSpec, 'classIndex'>): boolean {
  return card.classIndex === cell.actual || card.classIndex === cell.predicted;
}
