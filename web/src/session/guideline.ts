// A guideline between the server's words and those of the views.

import type { Schema } from '../api/client';
import type { GuidelineSpec, GuidelineText } from '../views/shared/guideline';
import type { Face } from './face';

type Guideline = Schema['Guideline'];

/** Null where nobody has written one. */
export function guidelineSpec(guideline: Guideline, face: Face): GuidelineSpec | null {
  const { text, descriptions, examples } = guideline;
  if (text === '' && descriptions.length === 0 && examples.length === 0) return null;
  return {
    text,
    descriptions: descriptions.map((each) => ({ classIndex: each.class_index, text: each.text })),
    examples: examples.map(({ class_index: classIndex, sample_id: sampleId, note }) => ({
      ...{ classIndex, sampleId, note: note ?? '' },
      face: face(sampleId),
    })),
  };
}

export const guidelineBody = ({ text, descriptions, examples }: GuidelineText): Guideline => ({
  text,
  descriptions: descriptions.map((each) => ({ class_index: each.classIndex, text: each.text })),
  examples: examples.map(({ classIndex: class_index, sampleId: sample_id, note }) => ({
    ...{ class_index, sample_id, note },
  })),
});
