import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseBaseline, readLintConfig } from '#core/lint/index.ts';
import { loadRules } from '#core/metrics-adapter/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';

import { repositoryRoot, runPlugin } from '../cli/run-plugin.ts';
import { scratchRepository } from '../cli/scratch-repository.ts';
import { fieldsOf, type Schema } from './schema-fields.ts';

const folder = join(repositoryRoot, 'test/release/accepted');
const schemas = join(repositoryRoot, 'docs/schemas');
const read = (...path: readonly string[]): string => readFileSync(join(folder, ...path), 'utf8');
const present = (name: string): Readonly<Record<string, string>> =>
  fieldsOf(JSON.parse(readFileSync(join(schemas, name), 'utf8')) as Schema);

/** Each folder holds what that release took and promised. `FREEZE_SCHEMAS=0.2.0` writes one; the files of input are added by hand. */
const frozen = process.env.FREEZE_SCHEMAS;
if (frozen !== undefined) {
  const fields = Object.fromEntries(readdirSync(schemas).map((name) => [name, present(name)]));
  writeFileSync(join(folder, frozen, 'fields.json'), `${JSON.stringify(fields, null, 1)}\n`);
}

describe.each(readdirSync(folder))('what release %s took', (release) => {
  it('as configuration is taken', () => {
    expect(readLintConfig(read(release, 'config.yaml'))).toMatchObject({ ok: true });
  });

  it('as baseline is taken', () => {
    expect(parseBaseline(read(release, 'baseline.json'))).toMatchObject({ ok: true });
  });

  it("as the adapter's configuration is taken", () => {
    const { rules, problems } = loadRules(read(release, 'adapter.yaml'));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(rules.custom.length + rules.external.length).toBeGreaterThan(1);
    expect(rules.forecasts).not.toEqual([]);
  });

  it('as recording is opened', async () => {
    const { objects, clock } = await openRecording(join(folder, release, 'recording'));
    expect(objects.length).toBeGreaterThan(0);
    expect(clock.now()).toBeGreaterThan(0);
  });

  it('as schemas has every field that was promised, with the same types', () => {
    const promised = JSON.parse(read(release, 'fields.json')) as Record<string, Record<string, string>>;
    for (const [name, fields] of Object.entries(promised)) {
      expect(existsSync(join(schemas, name)), `${name} is gone`).toBe(true);
      const now = present(name);
      const lost = Object.entries(fields).filter(([path, types]) => !keeps(types, now[path]));
      expect(lost, `${name} lost or re-typed fields`).toEqual([]);
    }
  });
});

/** Whether all types that a field had are still among those that it has. */
function keeps(before: string, after: string | undefined): boolean {
  const now = new Set(after?.split('|'));
  return after !== undefined && before.split('|').every((type) => now.has(type));
}

describe('what a later release wrote', () => {
  it('is refused with its version, and nothing of it is used', async () => {
    const repository = scratchRepository({ 'a.yaml': 'a: 1\n' });
    const { root } = repository;
    repository.write('baseline.json', '{"version": 2, "findings": []}');
    const baseline = runPlugin(['lint', 'a.yaml', '--baseline', 'baseline.json'], {}, root);
    expect(baseline.code).toBe(2);
    expect(baseline.stderr).toContain('has version 2; this program reads version 1');

    repository.write(
      'recording/recording.yaml',
      'apiVersion: kubectl-autoscale.io/v2\nkind: Recording\ntakenAt: 2030-01-01T00:00:00Z\n',
    );
    await expect(openRecording(join(root, 'recording'))).rejects.toThrow(
      /recording\.yaml is no Recording of kubectl-autoscale\.io\/v1alpha1/,
    );

    repository.write('.kubectl-autoscale.yaml', 'preset: recommended\nnextYearsSetting: true\n');
    const config = runPlugin(['lint', 'a.yaml'], {}, root);
    expect(config.code).toBe(2);
    expect(config.stderr).toMatch(/\.kubectl-autoscale\.yaml:2:1: .*nextYearsSetting/);
  });
});
