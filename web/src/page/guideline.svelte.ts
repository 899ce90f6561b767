// How to label, as the session's project has published it.

import { answered, api, ServerError } from '../api/client';
import { textAt } from '../api/texts';
import { faceOf } from '../session/face';
import { guidelineSpec } from '../session/guideline';
import type { GuidelineSpec } from '../views/contract';
import type { Start } from './boot';

type Session = Pick<Start['session'], 'dataset'> & { project: NonNullable<Start['session']['project']> };

export class Guideline {
  /** null: not loaded, or there is none */
  spec = $state.raw<GuidelineSpec | null>(null);

  constructor(readonly session: Session) {}

  /** Somebody may have published another one. */
  async load(): Promise<void> {
    const { project, dataset } = this.session;
    const params = { path: { project_id: project.id } };
    try {
      const { guideline } = await answered(api.GET('/api/projects/{project_id}', { params }));
      this.spec = guidelineSpec(guideline, faceOf(dataset, textAt));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const text = `The guideline could not be loaded: ${error.failure.detail}`;
      this.spec = { text, descriptions: [], examples: [] };
    }
  }
}

/** Of a project's session; null in all others, whose own stands in their log. */
export const guidelineOf = ({ project, dataset }: Start['session']): Guideline | null =>
  project && new Guideline({ project, dataset });
