import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const web = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: web });

async function refused(code: string): Promise<string[]> {
  const [found] = await eslint.lintText(code, { filePath: `${web}/src/views/pool/anything.ts` });
  return (found?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

test.each([
  "import { open } from '../../session/store.svelte';\nopen();\n",
  "import { draw } from '../board/layout';\ndraw();\n",
  "import { send } from '../../api/send';\nsend();\n",
])('a view that looks into the page or another view is refused: %s', async (code) => {
  expect(await refused(code)).toEqual(['no-restricted-imports']);
});

test('a view that asks the server itself is refused', async () => {
  expect(await refused("await fetch('/api/sessions');\n")).toEqual(['no-restricted-globals']);
});

test('a view may import its own folder, what views share, and the contract', async () => {
  const code =
    "import type { View } from '../contract';\nimport { near } from './near';\nimport { far } from '../shared/far';\nexport const view: View = [near, far];\n";
  expect(await refused(code)).toEqual([]);
});
