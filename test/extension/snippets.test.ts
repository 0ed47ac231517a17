import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { defaultLintSettings, lint } from '#core/lint/index.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

import { expandSnippet } from './expand-snippet.ts';
import { extensionManifest } from './extension-manifest.ts';

const folder = new URL('../../snippets/', import.meta.url);

/** What the snippets' defaults refer to: a Deployment of this name, and the account of Cluster Autoscaler. */
const surroundings = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
`;

function findings(text: string): string[] {
  const index = createWorkspaceIndex([
    parseSourceFile('surroundings.yaml', surroundings),
    parseSourceFile('snippet.yaml', text),
  ]);
  const settings = { ...defaultLintSettings, preset: 'strict' } as const;
  return lint(index, { settings }).findings.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe('snippets', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it('are all contributed by the extension', () => {
    const contributed = extensionManifest().contributes.snippets.map(({ path }) => path);
    expect(contributed.sort()).toEqual(files.map((name) => `./dist/snippets/${name}`).sort());
  });

  it('have prefixes of their own', () => {
    const prefixes = files.flatMap((name) =>
      Object.values(readSnippets(name)).map((snippet) => snippet.prefix),
    );
    expect(new Set(prefixes).size).toBe(files.length);
  });

  it.each(files)('%s gives a manifest that the strict preset finds nothing in', (name) => {
    for (const { body } of Object.values(readSnippets(name))) {
      const text = expandSnippet(body);
      expect(text).not.toContain('$');
      const parsed = parseSourceFile(name, text);
      expect(parsed.problems).toEqual([]);
      expect(parsed.documents.flatMap((document) => document.resources)).toHaveLength(1);
      expect(findings(text)).toEqual([]);
    }
  });
});

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

function readSnippets(name: string): Readonly<Record<string, Snippet>> {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, Snippet>;
}
