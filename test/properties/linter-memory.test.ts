import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import type { LintResult } from '#core/lint/lint-result.ts';
import { rules } from '#core/lint/rules/index.ts';
import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';
import { seededRandom } from '#core/stats/seeded-random.ts';

import { pageExample } from '../lint/page-examples.ts';

/** Every rule's examples as texts of one document each. */
const examples = rules.flatMap(({ id }) => {
  const page = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8');
  return (['Bad', 'Good'] as const).flatMap((section) => pageExample(page, section).yaml.split(/^---\n/m));
});

/** A place in a document where a change makes another object of it: a number, a name, or a key. */
const changeable = /(?<=: )(\d+|web|api|shop)$|^ +[a-z]+(?=:)/gim;

const settings: LintSettings = {
  ...defaultLintSettings,
  preset: 'strict',
  scope: 'complete',
  kubernetesVersion: { major: 1, minor: 34 },
  vpaVersion: { major: 1, minor: 5 },
  clusterAutoscalerVersion: { major: 1, minor: 34 },
  cloud: 'aws',
};

/** Without the lazy edits, which are written out. */
function plain(result: LintResult): unknown {
  return {
    ...result,
    findings: result.findings.map((finding) => ({
      ...finding,
      fixes: finding.fixes.map((fix) => ({ kind: fix.kind, title: fix.title, edits: fix.edits() })),
    })),
  };
}

describe.each(['complete', 'open'] as const)('a linter that lints again and again, scope %s', (scope) => {
  it.each([1, 2, 3])('finds what a new one finds, after any changes (seed %s)', (seed) => {
    const random = seededRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item =>
      items[Math.floor(random.next() * items.length)] as Item;
    const texts = new Map<string, string[]>();
    const paths = ['a/1.yaml', 'a/2.yaml', 'b/1.yaml', 'b/c/1.yaml', 'kustomization.yaml'];
    for (const path of paths.slice(0, 4)) texts.set(path, [pick(examples), pick(examples), pick(examples)]);
    const linter = createLinter({ ...settings, scope });
    let index = createWorkspaceIndex([]);

    /** One change of a document, of a file, or of what is a patch. */
    function change(path: string): void {
      const documents = texts.get(path) ?? [];
      const at = Math.floor(random.next() * documents.length);
      const dice = random.next();
      if (path === 'kustomization.yaml') {
        const patch = `patches: [{path: ${pick(paths)}}]`;
        texts.set(path, [`apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${patch}\n`]);
      } else if (dice < 0.15) documents.unshift(pick(examples));
      else if (dice < 0.3) documents.splice(at, 1);
      else if (dice < 0.4) documents.push(documents[at] ?? '');
      else if (dice < 0.5) documents.reverse();
      else if (dice < 0.6) documents[at] = `# a line more\n${documents[at] ?? ''}`;
      else {
        const places = [...(documents[at] ?? '').matchAll(changeable)];
        if (places.length === 0) return;
        const { index: start, 0: old } = pick(places);
        const text = documents[at] ?? '';
        documents[at] =
          text.slice(0, start) + pick(['1', '10', 'web', 'api']) + text.slice(start + old.length);
      }
    }

    for (let step = 0; step < 60; step += 1) {
      const path = random.next() < 0.1 ? 'kustomization.yaml' : pick(paths.slice(0, 4));
      change(path);
      if (random.next() < 0.05) {
        index = index.without(path);
        texts.delete(path);
      }
      for (const [file, documents] of texts) {
        const text = documents.join('---\n');
        const before = index.files.get(file);
        if (before?.text !== text) index = index.with(parseSourceFile(file, text, before));
      }
      const fresh = createWorkspaceIndex(
        [...index.files.values()].map(({ path: file, text }) => parseSourceFile(file, text)),
      );
      expect(plain(linter.lint(index))).toEqual(plain(createLinter({ ...settings, scope }).lint(fresh)));
    }
  });
});
