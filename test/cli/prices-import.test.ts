import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type PluginRun, repositoryRoot, runPlugin } from './run-plugin.ts';

describe('prices import', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'import-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const run = (...words: string[]): PluginRun => runPlugin(words, {}, folder);
  const table = 'instanceType,onDemandPerHour,currency\nm6i.2xlarge,0.35,EUR\nno.such,1,EUR\n';

  it('writes a file that the other commands price with, and says what changes when it is replaced', () => {
    write('t.csv', table);
    const first = run('prices', 'import', 't.csv', '--region', 'fra', '--out', 'fra.yaml');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('fra.yaml: 1 instance types') });
    expect(first.stderr).toContain('left out: 1 instance type without a shape');
    const shown = run('prices', 'show', 'fra.yaml', '-o', 'json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      ...{ currency: 'EUR', region: 'fra' },
      offerings: [
        { instanceType: 'm6i.2xlarge', onDemandPerHour: 0.35, source: 'imported', asOf: expect.any(String) },
      ],
    });
    write('t.csv', table.replace('0.35', '0.28'));
    const second = run('prices', 'import', 't.csv', '--region', 'fra', '--out', 'fra.yaml');
    expect(second.stdout).toContain('m6i.2xlarge €0.35/h → €0.28/h (−20 %)');
  });

  it('writes nothing where a file has a mistake, and says in which line', () => {
    write('kept.yaml', 'kind: Other\n');
    write('bad.csv', 'instanceType,onDemandPerHour\na,1\nb,free\n');
    const mistake = run(
      'prices',
      'import',
      'bad.csv',
      '--region',
      'r',
      '--currency',
      'USD',
      '--out',
      'new.yaml',
    );
    expect(mistake).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('bad.csv:3:1: onDemandPerHour'),
    });
    expect(() => readFileSync(join(folder, 'new.yaml'))).toThrow('ENOENT');
    write('good.csv', table);
    const other = run('prices', 'import', 'good.csv', '--region', 'r', '--out', 'kept.yaml');
    expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining('there is no PriceBook here') });
    expect(readFileSync(join(folder, 'kept.yaml'), 'utf8')).toBe('kind: Other\n');
  });

  it.each([
    [['--rate', 'USD'], '--rate takes CODE=NUMBER'],
    [['--currency', 'euro'], '--currency takes an ISO 4217 code'],
  ])('refuses %j', (flags, message) => {
    write('t.csv', table);
    const { code, stderr } = run('prices', 'import', 't.csv', '--out', 'x.yaml', '--region', 'r', ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('cost predict and cost diff go by the price book of the configuration', () => {
    write('.kubectl-autoscale.yaml', 'prices: {book: gcp}\n');
    const manifests = join(repositoryRoot, 'examples/platform/k8s/embed');
    const predicted = run('cost', 'predict', '-f', manifests, '-o', 'json');
    expect(JSON.parse(predicted.stdout)).toMatchObject({
      basis: { source: expect.stringContaining('gcp us-central1') },
    });
    const diff = run('cost', 'diff', manifests, manifests, '-o', 'json');
    expect(JSON.parse(diff.stdout)).toMatchObject({
      basis: { source: expect.stringContaining('gcp us-central1') },
    });
    const flag = run('cost', 'predict', '-f', manifests, '-o', 'json', '--prices', 'azure');
    expect(JSON.parse(flag.stdout)).toMatchObject({
      basis: { source: expect.stringContaining('azure eastus') },
    });
  });
});
