import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface FenceConfig {
  readonly forbidden: readonly { readonly name: string }[];
}
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as FenceConfig;

/** A wrong import for every fence: the file that holds it, and what it imports. */
const planted: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'no-circles': ['core/src/units/a.ts', './a-back.ts'],
  'units-is-the-ground': ['core/src/units/a.ts', '../manifest/b.ts'],
  'evidence-on-units': ['core/src/evidence/a.ts', '../manifest/b.ts'],
  'stats-on-units': ['core/src/stats/a.ts', '../forecast/b.ts'],
  'manifest-on-units': ['core/src/manifest/a.ts', '../apis/b.ts'],
  'apis-on-manifest': ['core/src/apis/a.ts', '../hpa/b.ts'],
  'domain-knows-no-ports': ['core/src/lint/a.ts', '../ports/b.ts'],
  'ports-below-their-users': ['core/src/ports/a.ts', '../advisor/b.ts'],
  'application-through-ports': ['core/src/advisor/a.ts', '../sources/prometheus/b.ts'],
  'sources-behind-ports': ['core/src/sources/prometheus/a.ts', '../../advisor/b.ts'],
  'core-knows-no-door': ['core/src/advisor/a.ts', '../../../plugin/src/b.ts'],
  'doors-use-the-front-entrance': ['plugin/src/a.ts', '../../core/src/lint/b.ts'],
  'real-sources-in-the-composition-root': [
    'plugin/src/commands/a.ts',
    '../../../core/src/sources/prometheus/b.ts',
  ],
  'yaml-in-manifest': ['core/src/lint/a.ts', 'yaml'],
  'simple-statistics-in-stats': ['core/src/forecast/a.ts', 'simple-statistics'],
  'client-node-in-sources': ['core/src/sources/prometheus/a.ts', '@kubernetes/client-node'],
  'highs-in-sources': ['core/src/optimizer/a.ts', 'highs'],
  'axios-in-sources': ['core/src/sources/prometheus/a.ts', 'axios'],
  'vscode-in-the-client': ['extension/src/server/a.ts', 'vscode'],
  'languageserver-in-its-folder': ['core/src/lint/a.ts', 'vscode-languageserver'],
  'languageclient-in-the-client': ['extension/src/server/a.ts', 'vscode-languageclient'],
  'client-knows-the-protocol-only': ['extension/src/client/a.ts', '../../../core/src/lint/b.ts'],
  'oclif-in-the-plugin': ['core/src/advisor/a.ts', '@oclif/core'],
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fences-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function violations(): Promise<string[]> {
  const options = {
    baseDir: root,
    outputType: 'json',
    ruleSet: config,
    validate: true,
    tsPreCompilationDeps: true,
  };
  const { output } = await cruise(['core', 'plugin', 'extension'], options as unknown as ICruiseOptions);
  const { summary } = JSON.parse(output as string) as {
    summary: { violations: { rule: { name: string } }[] };
  };
  return summary.violations.map((violation) => violation.rule.name);
}

describe('dependency fences', () => {
  it('are all covered by a planted violation', () => {
    expect(Object.keys(planted).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort());
  });

  it.each(Object.entries(planted))('%s trips', async (name, [from, to]) => {
    for (const door of ['core', 'plugin', 'extension']) {
      write(`${door}/src/placeholder.ts`, 'export const x = 1;\n');
    }
    write(from, `import { x } from '${to}';\nexport const y = x;\n`);
    if (to.startsWith('.')) {
      const target = join(dirname(from), to);
      const back =
        name === 'no-circles'
          ? `import { y } from './a.ts';\nexport const x = y;\n`
          : 'export const x = 1;\n';
      write(target, back);
    } else if (to !== 'vscode') {
      write(
        `node_modules/${to}/package.json`,
        JSON.stringify({ name: to, version: '1.0.0', main: 'index.js' }),
      );
      write(`node_modules/${to}/index.js`, 'exports.x = 1;\n');
    }
    expect(await violations()).toContain(name);
  });

  it('let a house without wrong imports pass', async () => {
    write('core/src/lint/a.ts', "import { x } from '../units/b.ts';\nexport const y = x;\n");
    write('core/src/units/b.ts', 'export const x = 1;\n');
    for (const door of ['plugin', 'extension']) write(`${door}/src/placeholder.ts`, 'export const x = 1;\n');
    expect(await violations()).toEqual([]);
  });
});
