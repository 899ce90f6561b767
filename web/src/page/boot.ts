// What the page needs before it can show a session, and which session that is.

import { answered, api, type Dataset, type Schema } from '../api/client';
import { askedSession, isLabelling, STUDIES } from './route';

export type Start = {
  catalogue: Schema['Catalogue'];
  datasets: Dataset[];
  session: { id: string; dataset: Dataset };
};

/** `?session=ID`, else the newest session that a person began on a dataset that is served, else a new one on the
 * first of these. Where only studies have left sessions, their page opens instead. Throws a ServerError. */
export async function start(): Promise<Start> {
  const [catalogue, { datasets }] = await Promise.all([
    answered(api.GET('/api/catalogue')),
    answered(api.GET('/api/datasets')),
  ]);
  const { session_id, dataset: name } = await chosen(datasets);
  const dataset = datasets.find((candidate) => candidate.name === name);
  if (!dataset) {
    throw new Error(
      `This session labels ${name}, which the server was not started with: start it with --dataset and the path of ${name}.`,
    );
  }
  return { catalogue, datasets, session: { id: session_id, dataset } };
}

async function chosen(datasets: Dataset[]): Promise<{ session_id: string; dataset: string }> {
  const asked = askedSession();
  if (asked) return begun(asked);
  const { sessions } = await answered(api.GET('/api/sessions'));
  const newest = sessions.find(
    (entry) => isPersons(entry) && isServed(entry.dataset, datasets) && !entry.problem,
  );
  const [dataset] = datasets;
  if (newest) return newest;
  if (sessions.length > 0 && !sessions.some(isPersons) && !isLabelling()) return goneTo(STUDIES);
  if (!dataset) throw new Error('The server has no dataset.');
  return answered(api.POST('/api/sessions', { body: { dataset: dataset.name, name: 'Session 1' } }));
}

/** What a session labels, by its first event: the server need not fold the log for that. */
async function begun(session_id: string): Promise<{ session_id: string; dataset: string }> {
  const params = { path: { session_id }, query: { most: 1 } };
  const { events } = await answered(api.GET('/api/sessions/{session_id}/events', { params }));
  const payload = events[0]?.payload;
  if (payload?.kind !== 'session_created') throw new Error(`Session ${session_id} has no beginning.`);
  return { session_id, dataset: payload.dataset };
}

export const isServed = (dataset: string, datasets: readonly Dataset[]): boolean =>
  datasets.some(({ name }) => name === dataset);

/** Begun by a person, not by a study. */
export const isPersons = ({ actor }: { actor: string }): boolean => actor !== 'simulated';

/** Leaves the page; never resolves. */
function goneTo(address: string): Promise<never> {
  window.location.replace(address);
  return new Promise(() => undefined);
}
