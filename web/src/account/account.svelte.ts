// Who is logged in in this browser; without accounts, who they say they are.

import { answered, api, done, type Schema } from '../api/client';
import { self } from '../session/self';
import { ownName } from './own_name.svelte';

export type Account = Schema['AccountInfo'];

class Known {
  /** null: not asked for yet */
  account = $state.raw<Account | null>(null);
}

export const known = new Known();

/** Asks the server who is logged in; a stranger is told so, too. Throws a ServerError. */
export async function loadAccount(): Promise<Account> {
  known.account = await answered(api.GET('/api/account'));
  self.actor = known.account.actor ?? self.actor;
  if (!known.account.accounts) ownName.begin();
  return known.account;
}

type Owned = { annotator_id?: string | null };

/** Whether who is logged in may act in a session, and not only read it. */
export function mayAct({ annotator_id }: Owned, account: Account): boolean {
  if (!account.accounts) return true;
  return (annotator_id ?? null) === null ? account.administrator : annotator_id === account.annotator_id;
}

/** Logs out, and shows the page as a stranger sees it. Throws a ServerError. */
export async function logOut(): Promise<void> {
  await done(api.DELETE('/api/logins/current'));
  window.location.assign('/');
}
