// What happened in an event, in a few words.

import { saidAs, type Weights } from '../session/mixing';
import type { SessionEvent } from '../session/types';
import { accuracyOf } from '../views/shared/measures';
import { percent, plural } from '../views/shared/numbers';

const SAID = { stated: ', as stated', default: ', the default', unknown: '' };

const together = (mixture: Weights | undefined): string =>
  mixture && Object.keys(mixture).length > 0 ? `; predicts with ${saidAs(mixture)}` : '';

/** `classes` are the names by index. */
export function described({ payload }: SessionEvent, classes: readonly string[]): string {
  const name = (index: number) => classes[index] ?? String(index);
  switch (payload.kind) {
    case 'session_created':
      return 'session begun';
    case 'evaluation_drawn':
      return `${plural(payload.sample_ids.length, 'sample')} drawn by lot for ${payload.held_out_for}`;
    case 'labels_imported':
      return `${plural(payload.sample_ids.length, 'label')} taken from the dataset`;
    case 'config_changed':
      return `configuration changed${together(payload.config.mixture)}`;
    case 'guideline_published':
      return 'guideline written';
    case 'samples_queried':
      return `${payload.effective_scheme} selected ${plural(payload.samples.length, 'sample')}`;
    case 'samples_picked':
      return `${plural(payload.samples.length, 'sample')} picked by hand`;
    case 'samples_predicted':
      return `${plural(payload.samples.length, 'sample')} placed anew by ${payload.predicted_by.training_scheme} of round ${payload.predicted_by.round}`;
    case 'sample_placed':
      return `sample ${payload.sample_id} put into ${name(payload.class_index)} at ${percent(payload.confidence)}${SAID[payload.source ?? 'unknown']}`;
    case 'samples_labelled':
      return `${plural(payload.sample_ids.length, 'sample')} put into ${name(payload.class_index)} at ${percent(payload.confidence)}${SAID[payload.source]}`;
    case 'labels_confirmed':
      return `${plural(payload.sample_ids.length, 'placement')} confirmed at the machine’s confidence`;
    case 'sample_returned':
      return `sample ${payload.sample_id} put back`;
    case 'round_started':
      return `round ${payload.round} begun with ${plural(payload.labels, 'label')}`;
    case 'scheme_trained':
      return `round ${payload.round}: ${payload.training_scheme} reached ${percent(accuracyOf(payload), 1)}`;
    case 'round_finished':
      return `round ${payload.round} finished`;
    case 'round_failed':
      return `round ${payload.round} failed: ${payload.detail}`;
    case 'round_cancelled':
      return `round ${payload.round} cancelled`;
    case 'undone':
      return `event ${payload.seq} undone`;
    case 'redone':
      return `event ${payload.seq} done again`;
  }
}
