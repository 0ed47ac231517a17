import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint({ cwd: root });
});

/** Lints `text` as if it stood in a pure file of core. */
async function rulesTripped(text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}/core/src/units/result.ts` });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

describe('purity fences', () => {
  it.each([
    [
      'reading a file',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'no-restricted-imports',
    ],
    ['a request', "export const x = fetch('http://example.com');\n", 'no-restricted-globals'],
    ['the environment', "export const x = process.env['HOME'];\n", 'no-restricted-globals'],
    ['Date.now', 'export const x = (): number => Date.now();\n', 'no-restricted-properties'],
    ['new Date()', 'export const x = (): Date => new Date();\n', 'no-restricted-syntax'],
    ['Math.random', 'export const x = (): number => Math.random();\n', 'no-restricted-properties'],
    [
      'module-level state',
      'let calls = 0;\nexport const x = (): number => (calls += 1);\n',
      'no-restricted-syntax',
    ],
    ['a default export', 'export default 1;\n', 'no-restricted-syntax'],
  ])(
    '%s trips',
    async (_what, text, rule) => {
      expect(await rulesTripped(text)).toContain(rule);
    },
    60_000,
  );

  it('let pure code pass', async () => {
    expect(await rulesTripped('export const at = (ms: number): Date => new Date(ms);\n')).toEqual([]);
  }, 60_000);
});
