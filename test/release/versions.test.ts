import { readFileSync } from 'node:fs';
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
