// The projects of whoever is logged in, the one that is shown, and how far it is.

import { answered, api, type Dataset, type Failure, type Schema } from '../api/client';
import { failureOf } from '../api/tried';

export type Project = Schema['ProjectInfo'];
export type Role = Schema['Role'];
export type ProjectProgress = Schema['ProjectProgress'];

export type Coefficient = Schema['Coefficient'];

export const ROLES: readonly Role[] = ['annotator', 'adjudicator', 'manager', 'owner', 'viewer'];

export class Projects {
  all = $state.raw<readonly Project[]>([]);
  /** the id of the one that is shown */
  chosen = $state<string | null>(null);
  /** of the one that is shown; null: not known, or not for the caller to see */
  progress = $state.raw<ProjectProgress | null>(null);
  datasets = $state.raw<readonly Dataset[]>([]);
  failure = $state.raw<Failure | null>(null);
  readonly shown = $derived(this.all.find(({ project_id }) => project_id === this.chosen) ?? null);

  /** Throws a ServerError. */
  async load(asked: string | null): Promise<void> {
    const [{ projects }, { datasets }] = await Promise.all([
      answered(api.GET('/api/projects')),
      answered(api.GET('/api/datasets')),
    ]);
    this.all = projects;
    this.datasets = datasets;
    await this.choose(asked ?? projects[0]?.project_id ?? null);
  }

  async choose(project_id: string | null): Promise<void> {
    this.chosen = project_id;
    this.progress = null;
    await this.refresh();
  }

  /** How far the project is by now. */
  async refresh(): Promise<void> {
    const { shown } = this;
    if (!shown || !seesAll(shown)) return;
    await this.tried(async () => {
      const params = { path: { project_id: shown.project_id } };
      const found = await answered(api.GET('/api/projects/{project_id}/progress', { params }));
      if (this.chosen === shown.project_id) this.progress = found;
    });
  }

  /** Does what changes a project, and shows the project as it is then. False where that failed, which is shown. */
  async change(ask: () => Promise<Project>): Promise<boolean> {
    return this.tried(async () => {
      const changed = await ask();
      const others = this.all.filter(({ project_id }) => project_id !== changed.project_id);
      const known = others.length < this.all.length;
      this.all = known
        ? this.all.map((one) => (one.project_id === changed.project_id ? changed : one))
        : [changed, ...others];
      await this.choose(changed.project_id);
    });
  }

  async tried(work: () => Promise<void>): Promise<boolean> {
    this.failure = null;
    this.failure = await failureOf(work);
    return this.failure === null;
  }
}

/** Whether the caller may read what all have labelled; an administrator who is no member may. */
export const seesAll = ({ role }: Project): boolean => role !== 'annotator';

export const manages = ({ role }: Project): boolean =>
  role === null || role === undefined || role === 'owner' || role === 'manager';

export const adjudicates = ({ role }: Project): boolean =>
  role === 'owner' || role === 'manager' || role === 'adjudicator';

export const labels = ({ role }: Project): boolean => Boolean(role) && role !== 'viewer';
