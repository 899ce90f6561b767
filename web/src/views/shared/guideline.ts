// What the classes mean, in words and by examples; and examples as whoever writes them types them: a line each, the
// sample's number, its class, and a word on it.

import type { FaceSpec } from './face';
import type { ClassSpec } from '../contract';

export type ExampleSpec = { classIndex: number; sampleId: number; note: string };

/** `text` is of all classes, `descriptions` are of some. */
export type GuidelineText = {
  text: string;
  descriptions: readonly { classIndex: number; text: string }[];
  examples: readonly ExampleSpec[];
};

/** The same, with what its examples look like. */
export type GuidelineSpec = Omit<GuidelineText, 'examples'> & {
  examples: readonly (ExampleSpec & { face: FaceSpec })[];
};

type Classes = readonly Pick<ClassSpec, 'index' | 'name'>[];

export const NO_GUIDELINE: GuidelineText = { text: '', descriptions: [], examples: [] };

export const descriptionOf = ({ descriptions }: GuidelineText, classIndex: number): string =>
  descriptions.find((each) => each.classIndex === classIndex)?.text ?? '';

/** Throws an Error that names the line which is none. */
export function readExamples(text: string, classes: Classes): ExampleSpec[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => readExample(line, classes));
}

function readExample(line: string, classes: Classes): ExampleSpec {
  const [, number, said = ''] = /^(\d+)\s*[,;:\s]\s*(.+)$/.exec(line) ?? [];
  const found = classes
    .filter(
      ({ name }) => said === name || (/^[,;:\s]/.test(said.slice(name.length)) && said.startsWith(name)),
    )
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (number === undefined || !found)
    throw new Error(`“${line}” is no example: write a sample’s number, its class, and a note if you like`);
  const note = said.slice(found.name.length).replace(/^[,;:\s]+/, '');
  return { sampleId: Number(number), classIndex: found.index, note };
}

export const writeExamples = (examples: readonly ExampleSpec[], classes: Classes): string =>
  examples
    .map(({ sampleId, classIndex, note }) =>
      [sampleId, classes[classIndex]?.name ?? classIndex, note].filter((part) => part !== '').join(', '),
    )
    .join('\n');
