// Labelling by keyboard: what a key asks for, and which card has the focus next.

import { tick } from 'svelte';
import type { Act, BoardSpec, CardSpec } from '../contract';
import { bindings } from '../shared/bindings.svelte';
import { confirmable, isOpen } from './cards';
import { together, type Chosen } from './chosen.svelte';
import { answer, cardCommand, confirmation, typedClasses, type CardCommand, type Key } from './keys';

type Wiring = {
  spec: () => BoardSpec;
  /** the cards as they are drawn, in the order in which the focus moves */
  drawn: () => readonly CardSpec[];
  readonly: () => boolean;
  /** cards that are moved together; each alone where there are none */
  chosen?: Chosen;
  act: Act;
  focus: (sampleId: number) => void;
  /** accepts this card as it is drawn */
  confirm: (card: CardSpec) => void;
  /** answered before this view was there, the newest last */
  answered?: readonly number[];
  /** the last one that waited has its answer */
  end?: () => void;
};

type Stated = { sampleId: number; confidence: number };

export class Labelling {
  /** the first letters of a class's name */
  typed = $state('');
  /** what has been said of the card that has the focus, before or after its class */
  stated = $state.raw<Stated | null>(null);
  #wiring: Wiring;
  /** answered by key, the newest last */
  #answered: number[];

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    this.#answered = [...(wiring.answered ?? [])];
  }

  /** Samples have arrived: the first that waits takes the focus, unless somebody types elsewhere. */
  begin(): void {
    const typing = document.activeElement?.closest('input, select, textarea');
    if (!typing) this.#toFirst();
  }

  /** The focus has come to a card. */
  enter(card: CardSpec): void {
    if (this.stated?.sampleId !== card.sampleId) this.stated = null;
    this.typed = '';
  }

  /** A key that no card has had: those that act on a card bring one into focus. */
  wake(event: KeyboardEvent): void {
    if (event.target !== document.body || event.defaultPrevented) return;
    const [some] = this.#wiring.drawn();
    if (!some || !this.#command(event, some)) return;
    event.preventDefault();
    this.#toFirst();
  }

  press(event: KeyboardEvent, card: CardSpec): void {
    if (event.key === 'Escape') this.typed = '';
    const command = this.#spelled(event, card) ?? this.#command(event, card);
    if (!command || (this.#wiring.readonly() && command.kind !== 'move')) return;
    event.preventDefault();
    this.#obey(command, card);
  }

  /** Gives the card a class, at the confidence stated of it, and goes on to the next. */
  give(card: CardSpec, classIndex: number): void {
    this.#obey(answer(card, classIndex, this.#sureness(card).stated), card);
  }

  /** Agrees with the machine and goes on, as for a card that has its label; with a confidence of one's own the card is placed
   * at it. Nothing for a card without a class. */
  accept(card: CardSpec): void {
    const { stated } = this.#sureness(card);
    if (card.classIndex === null) return;
    if (card.status !== 'predicted') this.#next(card);
    else if (stated !== null) this.give(card, card.classIndex);
    else this.#confirm(card);
  }

  /** The newest answer, where no card is shown. */
  backToLast(): void {
    this.#focus(this.#earlier(this.#answered));
  }

  /** While a name is being typed, what would confirm takes the first class that it may become. */
  #spelled({ key }: Key, card: CardSpec): CardCommand | null {
    if (this.typed === '' || key !== bindings.bound.confirm) return null;
    const [first] = typedClasses(this.typed, this.#wiring.spec().classes);
    return first ? answer(card, first.index, this.#sureness(card).stated) : null;
  }

  #command = (key: Key, card: CardSpec): CardCommand | null =>
    cardCommand(key, card, this.#wiring.spec().classes, this.#sureness(card), bindings.bound);

  #sureness({ sampleId }: CardSpec) {
    const stated = this.stated?.sampleId === sampleId ? this.stated.confidence : null;
    return { stated, usual: this.#wiring.spec().usual };
  }

  #obey(command: CardCommand, card: CardSpec): void {
    switch (command.kind) {
      case 'move':
        return this.#step(card, command.by);
      case 'back':
        return this.back(card);
      case 'next':
        return this.#next(card);
      case 'state':
        this.stated = { sampleId: card.sampleId, confidence: command.confidence };
        return;
      case 'type':
        return this.#type(command.letter, card);
      case 'confirm':
        return command.all ? this.#confirmRest() : this.#confirm(card);
      case 'act':
        return this.#act(command, card);
    }
  }

  #act({ action, answers }: Extract<CardCommand, { kind: 'act' }>, card: CardSpec): void {
    const { act, chosen, spec } = this.#wiring;
    together(action, chosen?.with(card, spec().cards) ?? [card]).forEach(act);
    if (answers) chosen?.clear();
    if (answers) return this.#answer(card);
    if (action.kind === 'place' && action.confidence !== null) {
      this.stated = { sampleId: card.sampleId, confidence: action.confidence };
    }
  }

  #confirm(card: CardSpec): void {
    this.#wiring.confirm(card);
    this.#answer(card);
  }

  #confirmRest(): void {
    const confirmed = confirmable(this.#wiring.drawn(), this.#wiring.spec().cards);
    if (confirmed.length > 0) this.#wiring.act(confirmation(confirmed));
  }

  #type(letter: string, card: CardSpec): void {
    const { classes } = this.#wiring.spec();
    const typed = [this.typed + letter, letter].find((text) => typedClasses(text, classes).length > 0);
    const [only, ...others] = typedClasses(typed ?? '', classes);
    this.typed = typed ?? '';
    if (!typed || !only || others.length > 0) return;
    this.#obey(answer(card, only.index, this.#sureness(card).stated), card);
  }

  #answer(card: CardSpec): void {
    this.#answered = [...this.#answered.filter((id) => id !== card.sampleId), card.sampleId];
    this.#next(card);
  }

  /** The next card that waits for an answer; where none does the focus stays. */
  #next(from: CardSpec): void {
    const drawn = this.#wiring.drawn();
    const index = drawn.findIndex(({ sampleId }) => sampleId === from.sampleId);
    const next = this.#firstOpen([...drawn.slice(index + 1), ...drawn.slice(0, index)]);
    this.typed = '';
    if (next) this.#focus(next);
    else this.#wiring.end?.();
  }

  #step(from: CardSpec, by: number): void {
    const drawn = this.#wiring.drawn();
    const index = drawn.findIndex(({ sampleId }) => sampleId === from.sampleId);
    this.#focus(drawn[(index + by + drawn.length) % drawn.length]);
  }

  /** To the card that was answered before this one, or else to the one beside it. */
  back(from: CardSpec): void {
    if (this.typed !== '') {
      this.typed = this.typed.slice(0, -1);
      return;
    }
    const here = this.#answered.indexOf(from.sampleId);
    const before = this.#answered.slice(0, here < 0 ? undefined : here);
    const earlier = this.#earlier(before);
    if (earlier) this.#focus(earlier);
    else this.#step(from, -1);
  }

  #earlier(answered: readonly number[]): CardSpec | undefined {
    const find = (id: number) => this.#wiring.drawn().find(({ sampleId }) => sampleId === id);
    return answered.map(find).findLast((card) => card !== undefined);
  }

  #toFirst(): void {
    const drawn = this.#wiring.drawn();
    this.#focus(this.#firstOpen(drawn) ?? drawn[0]);
  }

  /** What is drawn may be older than what is known. What somebody else has in hand comes last. */
  #firstOpen(drawn: readonly CardSpec[]): CardSpec | undefined {
    const { cards, holders } = this.#wiring.spec();
    const waiting = cards.filter(isOpen);
    const open = drawn.filter(({ sampleId }) => waiting.some((card) => card.sampleId === sampleId));
    return open.find(({ sampleId }) => !holders.has(sampleId)) ?? open[0];
  }

  #focus(card: CardSpec | undefined): void {
    if (card) void tick().then(() => this.#wiring.focus(card.sampleId));
  }
}
