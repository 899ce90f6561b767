// What all views are given beside what they show. Each part is read by itself: were it one derived object, all cards of
// the board would be looked at again wherever the pointer goes.

import type { SessionStore } from '../session/store.svelte';
import type { Act, ViewProps } from '../views/contract';
import type { Start } from './boot';
import type { Past } from './past.svelte';

export type Shared = Omit<ViewProps<unknown>, 'spec'>;

/** A view that shows the past asks for nothing. */
const still: Act = () => undefined;

export const sharedBy = (
  store: SessionStore,
  { project }: Start['session'],
  past: Past,
  replays: () => boolean,
): Shared => ({
  publish: store.publish,
  sharedOut: project !== null,
  trains: !project?.adjudicates,
  get selection() {
    return store.selection;
  },
  get act() {
    return replays() ? still : past.act;
  },
  get readonly() {
    return replays();
  },
});

/** The same for views of an earlier round, while one is looked at. */
export const ofThen = (shared: Shared, looksBack: () => boolean): Shared => ({
  publish: shared.publish,
  sharedOut: shared.sharedOut,
  trains: shared.trains,
  get selection() {
    return shared.selection;
  },
  get act() {
    return looksBack() ? still : shared.act;
  },
  get readonly() {
    return looksBack() || shared.readonly;
  },
});
