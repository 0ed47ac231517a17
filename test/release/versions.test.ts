import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { repositoryRoot } from '../cli/run-plugin.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('the parts of a release', () => {
  it.each(['core', 'plugin', 'extension'])('%s has the version of the whole', (workspace) => {
    expect((JSON.parse(read(`${workspace}/package.json`)) as { version: string }).version).toBe(version);
  });

  it('the chart has it too, and is for that version', () => {
    expect(parse(read('deploy/helm/custom-metrics-adapter/Chart.yaml'))).toMatchObject({
      version,
      appVersion: version,
    });
  });

  it('the changelog begins with it', () => {
    expect(/^## (\S+?),? /m.exec(read('CHANGELOG.md'))?.[1]).toBe(version);
  });
});

interface Package {
  readonly repository?: { readonly url: string };
}

describe('where a release is said to be', () => {
  it.each(['plugin', 'extension'])('%s names the repository of the whole', (workspace) => {
    const url = (path: string): string | undefined => (JSON.parse(read(path)) as Package).repository?.url;
    expect(url('package.json')).toMatch(/^git\+https:/);
    expect(url(`${workspace}/package.json`)).toBe(url('package.json'));
  });
});

describe('the workflows', () => {
  const folder = join(repositoryRoot, '.github/workflows');
  it.each(readdirSync(folder))('%s names each action by its commit, and its rights', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(1);
    expect(actions.filter((action) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ''))).toEqual([]);
    const { permissions } = parse(text) as { permissions: unknown };
    expect([{}, { contents: 'read' }]).toContainEqual(permissions);
  });
});
