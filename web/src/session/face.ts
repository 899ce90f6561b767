// What samples look like, and where their pictures are.

import type { Dataset } from '../api/client';
import type { FaceSpec } from '../views/contract';

/** Where a dataset's pictures are. Names are used again; with the digest, an address stands for one picture. */
const pictureUrl = (dataset: string, digest: string, picture: string): string =>
  `/api/datasets/${encodeURIComponent(dataset)}/${picture}?v=${digest.slice(0, 12)}`;

/** A row of a table: on a card the chosen columns, and all of them where there is room. */
function rowFace(json: Promise<string>, chosen: readonly string[]): FaceSpec {
  const cells = json.then((row) => Object.entries(JSON.parse(row) as Record<string, unknown>));
  const shown = (entries: [string, unknown][], between: string) =>
    entries.map(([column, cell]) => `${column}: ${cell === null ? '–' : String(cell)}`).join(between);
  return {
    image: '',
    text: cells.then((entries) => {
      const names = new Set(
        shownColumns(
          entries.map(([column]) => column),
          chosen,
        ),
      );
      return shown(
        entries.filter(([column]) => names.has(column)),
        ' · ',
      );
    }),
    whole: cells.then((entries) => shown(entries, '\n')),
  };
}

const COLUMNS_ON_CARDS = 3;

/** Those of `all` that are chosen; the first three where none of them is. */
export function shownColumns(all: readonly string[], chosen: readonly string[]): readonly string[] {
  const found = all.filter((column) => chosen.includes(column));
  return found.length > 0 ? found : all.slice(0, COLUMNS_ON_CARDS);
}

/** The columns of a dataset whose samples are rows. */
export const columnsOf = async (
  { name, digest }: Described,
  textAt: (address: string) => Promise<string>,
): Promise<string[]> =>
  Object.keys(
    JSON.parse(await textAt(pictureUrl(name, digest, 'samples/0/card'))) as Record<string, unknown>,
  );

type Described = Pick<Dataset, 'name' | 'digest' | 'modality'> & Partial<Pick<Dataset, 'originals'>>;

export type Face = (sampleId: number) => FaceSpec;

/** What the samples of a dataset's split look like; `textAt` gives what a text at an address says. `columns`: those of a
 * row that its card shows, as somebody has chosen. */
export const faceOf =
  (
    { name, digest, modality, originals = false }: Described,
    textAt: (address: string) => Promise<string>,
    split: 'pool' | 'validation' = 'pool',
    columns: readonly string[] = [],
  ): Face =>
  (sampleId) => {
    const address = (what: string) =>
      split === 'pool'
        ? pictureUrl(name, digest, `samples/${sampleId}/${what}`)
        : `${pictureUrl(name, digest, `samples/${sampleId}/card`)}&split=${split}`;
    const original = originals && { original: address('original') };
    if (modality === 'image') return { image: address('image'), ...original, text: null };
    const text = textAt(address('card'));
    return modality === 'tabular' ? rowFace(text, columns) : { image: '', text };
  };
