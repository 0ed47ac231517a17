import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { repositoryRoot, runPlugin } from './run-plugin.ts';

function errorsIn(schema: string, value: unknown): readonly unknown[] {
  const text = readFileSync(`${repositoryRoot}docs/schemas/${schema}`, 'utf8');
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(text) as object);
  return validate(value) ? [] : (validate.errors ?? []);
}

describe('costs that are printed for programs', () => {
  it.each([
    ['now', ['--no-plan', '--by', 'label:app']],
    ['with a plan', ['--by', 'workload', '--time-limit', '60']],
  ])(
    'follow their schema %s',
    (_what, flags) => {
      const business = ['--recording', 'examples/savings/recording', '-n', 'ml'];
      const prices = ['--prices', 'examples/savings/prices.yaml'];
      const { code, stdout } = runPlugin(['cost', ...business, ...prices, ...flags, '-o', 'json']);
      expect(code).toBe(0);
      expect(errorsIn('cost-report.schema.json', JSON.parse(stdout))).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['predicted', ['cost', 'predict', '-f', 'examples/platform/k8s']],
    ['compared', ['cost', 'diff', 'examples/platform/k8s/embed', 'examples/platform/k8s']],
  ])('of manifests follow theirs, %s', (_what, command) => {
    const { code, stdout } = runPlugin([...command, '-o', 'json']);
    expect(code).toBe(0);
    expect(errorsIn('manifest-cost.schema.json', JSON.parse(stdout))).toEqual([]);
  });

  it('and the schemas refuse what is none', () => {
    expect(errorsIn('cost-report.schema.json', { kind: 'CostReport' })).not.toEqual([]);
    expect(errorsIn('manifest-cost.schema.json', { kind: 'ManifestCost' })).not.toEqual([]);
  });
});
