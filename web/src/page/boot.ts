// What the page needs before it can show a session, and which session that is.

import { loadAccount, mayAct, type Account } from '../account/account.svelte';
import { begin } from '../api/begin';
import { answered, api, type Dataset, type Schema } from '../api/client';
import { askedSession, isLabelling, STUDIES } from './route';

export type Start = {
  catalogue: Schema['Catalogue'];
  datasets: Dataset[];
  /** `name`: as lists show it */
  session: {
    id: string;
    name: string;
    dataset: Dataset;
    /** false: it is somebody else's, to be read only */
    own: boolean;
    /** the project that it labels for, and what it is for there; null: none */
    project: { id: string; adjudicates: boolean } | null;
  };
};

/** `?session=ID`, else the newest session that a person began on a dataset that is served, else a new one on the
 * first of these. Where only studies have left sessions, their page opens instead. Throws a ServerError. */
export async function start(): Promise<Start> {
  const [catalogue, { datasets }, account] = await Promise.all([
    answered(api.GET('/api/catalogue')),
    answered(api.GET('/api/datasets')),
    loadAccount(),
  ]);
  const found = await chosen(datasets, account);
  const { session_id, name, dataset: labelled, project_id, purpose } = found;
  const dataset = datasets.find((candidate) => candidate.name === labelled);
  if (!dataset) {
    throw new Error(
      `This session labels ${labelled}, which the server was not started with: start it with --dataset and the path of ${labelled}.`,
    );
  }
  const project = project_id ? { id: project_id, adjudicates: purpose === 'adjudication' } : null;
  const own = mayAct(found, account) && purpose !== 'pooled';
  const session = { id: session_id, name, dataset, own, project };
  return { catalogue, datasets, session };
}

type Chosen = Pick<
  Schema['SessionEntryInfo'],
  'session_id' | 'name' | 'dataset' | 'annotator_id' | 'project_id' | 'purpose'
>;

async function chosen(datasets: Dataset[], account: Account): Promise<Chosen> {
  const asked = askedSession();
  if (asked) return listing(asked);
  const { sessions } = await answered(api.GET('/api/sessions'));
  const own = sessions.filter(
    (entry) => isPersons(entry) && entry.purpose !== 'pooled' && mayAct(entry, account),
  );
  const newest = own.find(
    (entry) => isServed(entry.dataset, datasets) && !entry.problem && !entry.deleted && !entry.archived,
  );
  const [dataset] = datasets;
  if (newest) return newest;
  if (sessions.length > 0 && !sessions.some(isPersons) && !isLabelling()) return goneTo(STUDIES);
  if (!dataset) throw new Error('The server has no dataset.');
  const begun = await begin({ dataset: dataset.name, name: 'Session 1' });
  return { ...begun, annotator_id: account.annotator_id };
}

async function listing(session_id: string): Promise<Chosen> {
  return answered(api.GET('/api/sessions/{session_id}/listing', { params: { path: { session_id } } }));
}

export const isServed = (dataset: string, datasets: readonly Dataset[]): boolean =>
  datasets.some(({ name }) => name === dataset);

/** Begun by a person, not by a study. */
export const isPersons = ({ actor }: { actor: string }): boolean => actor.split(':')[0] !== 'simulated';

/** Leaves the page; never resolves. */
function goneTo(address: string): Promise<never> {
  window.location.replace(address);
  return new Promise(() => undefined);
}
