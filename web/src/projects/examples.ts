// Examples of a guideline as whoever writes it types them: a line each, the sample's number, its class, and a word on it.

import type { Dataset, Schema } from '../api/client';

export type Example = Schema['GuidelineExample'];

/** Throws an Error that names the line which is none. */
export function readExamples(text: string, classes: Dataset['classes']): Example[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => readExample(line, classes));
}

function readExample(line: string, classes: Dataset['classes']): Example {
  const [, number, said = ''] = /^(\d+)\s*[,;:\s]\s*(.+)$/.exec(line) ?? [];
  const found = classes
    .filter(
      ({ name }) => said === name || (/^[,;:\s]/.test(said.slice(name.length)) && said.startsWith(name)),
    )
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (number === undefined || !found)
    throw new Error(`“${line}” is no example: write a sample’s number, its class, and a note if you like`);
  const note = said.slice(found.name.length).replace(/^[,;:\s]+/, '');
  return { sample_id: Number(number), class_index: found.index, note };
}

export const writeExamples = (examples: readonly Example[], classes: Dataset['classes']): string =>
  examples
    .map(({ sample_id, class_index, note }) =>
      [sample_id, classes[class_index]?.name ?? class_index, note].filter((part) => part !== '').join(', '),
    )
    .join('\n');
