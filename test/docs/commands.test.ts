import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runPlugin } from '../cli/run-plugin.ts';
import { readManifest, refusal, type ShownCommand, shownCommands } from './commands.ts';
import { readPages, root } from './documents.ts';

const shown = readPages().flatMap((page) =>
  page.code.flatMap(shownCommands).map((command) => ({ ...command, where: `${page.path}:${command.line}` })),
);

describe('commands in the docs', () => {
  const manifest = readManifest();

  it('are there', () => {
    expect(shown.length).toBeGreaterThan(50);
  });

  it('are ones that the plugin takes', () => {
    const refused = shown.flatMap(({ where, text, words }) => {
      const why = refusal(manifest, words);
      return why === undefined ? [] : [`${where}: ${text}: ${why}`];
    });
    expect(refused).toEqual([]);
  });

  it.each([
    ['analyse', 'no such command'],
    ['lint k8s/ --fixx', "Unknown option '--fixx'"],
    ['analyze deploy/a -o csvv', '--output is one of'],
    ['explain hpa a b', 'takes no argument b'],
    ['predict --metric', 'argument missing'],
  ])('would be refused: %s', (words, why) => {
    expect(refusal(manifest, words.split(' '))).toContain(why);
  });
});

describe('commands in the docs that need no cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  beforeAll(() => cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const offline = new Map(
    shown.filter(needsNoCluster).map((command) => [command.words.join(' '), command] as const),
  );

  it.each([...offline.values()].map((command) => [command.where, command.text, command.words] as const))(
    '%s: %s',
    (_where, _text, words) => {
      const { code, stderr } = runPlugin(words, {}, folder);
      // 1 says that lint found something.
      expect({ code, stderr }).toMatchObject({ code: words[0] === 'lint' && code === 1 ? 1 : 0 });
    },
    60_000,
  );
});

/** Reads the example platform and nothing else. */
function needsNoCluster({ words }: ShownCommand): boolean {
  return words.some((word) => word.startsWith('examples/')) && !words.includes('--apply');
}
