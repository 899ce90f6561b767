// How to label, as the session's project has published it.

import { answered, api, ServerError } from '../api/client';
import { textAt } from '../api/texts';
import { faceOf } from '../session/face';
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
    const face = faceOf(dataset, textAt);
    const params = { path: { project_id: project.id } };
    try {
      const { guideline: text, examples } = await answered(api.GET('/api/projects/{project_id}', { params }));
      const shown = examples.map(({ class_index: classIndex, sample_id: sampleId, note }) => ({
        ...{ classIndex, sampleId, note: note ?? '' },
        face: face(sampleId),
      }));
      this.spec = text || shown.length > 0 ? { text, examples: shown } : null;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.spec = { text: `The guideline could not be loaded: ${error.failure.detail}`, examples: [] };
    }
  }
}

/** Of a project's session; null in all others, which have none. */
export const guidelineOf = ({ project, dataset }: Start['session']): Guideline | null =>
  project && new Guideline({ project, dataset });
