// In whose name one acts on a server without accounts: asked once, remembered in this browser, sent with each write.

import { cleaned } from '../session/naming';
import { actorOf, self } from '../session/self';
import { remembered } from '../views/shared/remembered.svelte';

class OwnName {
  #given = remembered<string>('own-name', '');

  /** '': none was given */
  get value(): string {
    return cleaned(this.#given.value);
  }

  set value(said: string) {
    this.#given.value = cleaned(said);
    this.#act();
  }

  /** From now on what is done here is done in this name, also where another page of this browser changes it. */
  begin(): void {
    if (self.name === undefined)
      window.addEventListener('storage', () => {
        this.#given.read();
        this.#act();
      });
    this.#act();
  }

  #act(): void {
    self.name = this.value;
    self.actor = actorOf(self.name);
  }
}

export const ownName = new OwnName();
