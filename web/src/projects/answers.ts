// Known answers as whoever names them types or uploads them: a line each, the sample and its class.

import type { Dataset, Schema } from '../api/client';

export type Answer = Schema['KnownAnswer'];

const LINE = /^(.+?)\s*[,;\t]\s*(.+)$/;
const HEADING = /^"?(sample|external|id|file|path|name)/i;

/** A sample is named by its number, or by its id in the file that the dataset came from, as exports have both. A first line
 * that only heads the columns is passed over. Throws an Error that names the line which is no answer. */
export function readAnswers(text: string, classes: Dataset['classes']): Answer[] {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line !== '');
  return lines
    .filter((line, place) => line !== '' && !(place === first && isHeading(line, classes)))
    .map((line) => readAnswer(line, classes));
}

function readAnswer(line: string, classes: Dataset['classes']): Answer {
  const { sample, class_index } = parts(line, classes);
  if (sample === undefined || class_index === undefined)
    throw new Error(`“${line}” is no answer: write a sample’s number or id, a comma, and its class`);
  return /^\d+$/.test(sample)
    ? { sample_id: Number(sample), class_index }
    : { external_id: sample, class_index };
}

function parts(line: string, classes: Dataset['classes']): { sample?: string; class_index?: number } {
  const [, sample, said] = LINE.exec(line) ?? [];
  const class_index = classes.find(({ name }) => name === said)?.index;
  return { ...(sample !== undefined && { sample }), ...(class_index !== undefined && { class_index }) };
}

const isHeading = (line: string, classes: Dataset['classes']): boolean =>
  HEADING.test(line) && parts(line, classes).class_index === undefined;

export const writeAnswers = (
  answers: readonly Schema['SampleAnswer'][],
  classes: Dataset['classes'],
): string =>
  answers.map((one) => `${one.sample_id}, ${classes[one.class_index]?.name ?? one.class_index}`).join('\n');
