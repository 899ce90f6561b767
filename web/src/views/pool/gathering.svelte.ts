// Drawing around samples: what a drag does, and the line that is being drawn.

import { MODES, outlineOf, type Mode } from './outline';
import type { Place } from './view';

export class Gathering {
  mode = $state<Mode>('move');
  path = $state.raw<readonly Place[]>([]);
  readonly corners = $derived(outlineOf(this.path, this.mode));
  #take: (corners: readonly Place[]) => void;

  /** `take` is given the corners of a line that has come to its end, in CSS pixels of the map. */
  constructor(take: (corners: readonly Place[]) => void) {
    this.#take = take;
  }

  choose(name: string): void {
    this.mode = MODES.find((mode) => mode.name === name)?.name ?? 'move';
  }

  readonly handlers = {
    draws: (shift: boolean) => shift || this.mode !== 'move',
    draw: (path: readonly Place[]) => void (this.path = path),
    enclose: (path: readonly Place[]) => this.#take(outlineOf(path, this.mode)),
  };
}
