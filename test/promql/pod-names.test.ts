import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { podNamePattern } from '#core/promql/index.ts';

const matches = (kind: string, name: string, pod: string): boolean =>
  new RegExp(`^(?:${podNamePattern({ kind, namespace: 'prod', name })})$`).test(pod);

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const generated = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });
const workloadName = fc.stringMatching(/^[a-z]([-a-z0-9.]{0,80}[a-z0-9])?$/);

/** What the API server makes of generateName (apiserver v0.36 pkg/storage/names/generate.go). */
const generateName = (base: string, random: string): string => base.slice(0, 58) + random;

describe('names of a workload’s pods', () => {
  it.each([
    ['Deployment', 'web', 'web-6f9c7d8b5-x2v9k', 'web-7d4b-bbbbb'],
    ['StatefulSet', 'db', 'db-0', 'db-12'],
    ['DaemonSet', 'node-exporter', 'node-exporter-x2v9k', 'node-exporter-bbbbb'],
    ['ReplicaSet', 'web-6f9c7d8b5', 'web-6f9c7d8b5-x2v9k', 'web-6f9c7d8b5-zzzzz'],
    ['Job', 'train', 'train-x2v9k', 'train-3-x2v9k'],
    ['CronJob', 'report', 'report-29384756-x2v9k', 'report-29384756-2-x2v9k'],
    ['DeploymentConfig', 'web', 'web-3-x2v9k', 'web-12-bbbbb'],
    ['Pod', 'shell', 'shell', 'shell'],
    ['InferenceService', 'llm', 'llm-6f9c7d8b5-x2v9k', 'llm-0'],
  ])('%s %s: %s, %s', (kind, name, ...pods) => {
    for (const pod of pods) expect(matches(kind, name, pod), pod).toBe(true);
  });

  it.each([
    ['Deployment', 'web', 'web-api-6f9c7d8b5-x2v9k', 'another Deployment with the prefix'],
    ['Deployment', 'web', 'web-6f9c7d8b5-x2v9k-extra', 'more after the name'],
    ['Deployment', 'web', 'my-web-6f9c7d8b5-x2v9k', 'something before the name'],
    ['Deployment', 'web', 'web-0', 'a StatefulSet of the same name'],
    ['Deployment', 'web', 'web-6f9c7d8b5-aei01', 'letters that are never generated'],
    ['Deployment', 'a.b', 'axb-6f9c7d8b5-x2v9k', 'a dot is a dot'],
    ['StatefulSet', 'db', 'db-replica-0', 'another StatefulSet with the prefix'],
    ['DaemonSet', 'node', 'node-exporter-x2v9k', 'another DaemonSet with the prefix'],
    ['Job', 'train', 'train-eval-x2v9k', 'another Job with the prefix'],
    ['CronJob', 'report', 'report-daily-29384756-x2v9k', 'another CronJob with the prefix'],
    ['InferenceService', 'llm', 'llm-code-6f9c7d8b5-x2v9k', 'another service with the prefix'],
  ])('%s %s: not %s (%s)', (kind, name, pod) => {
    expect(matches(kind, name, pod)).toBe(false);
  });

  it('are found however long the name is, as far as Kubernetes keeps it', () => {
    const hash = fc.integer({ min: 1, max: 10 }).chain(generated);
    fc.assert(
      fc.property(
        workloadName,
        hash,
        generated(5),
        fc.integer({ min: 0, max: 99_999 }),
        (name, hashed, random, index) => {
          expect(matches('Deployment', name, generateName(`${name}-${hashed}-`, random))).toBe(true);
          expect(matches('DaemonSet', name, generateName(`${name}-`, random))).toBe(true);
          expect(matches('Job', name, generateName(`${name}-`, random))).toBe(true);
          const suffix = `-${index}-`;
          const base = name.length + suffix.length > 58 ? name.slice(0, 58 - suffix.length) : name;
          expect(matches('Job', name, generateName(base + suffix, random))).toBe(true);
          expect(matches('CronJob', name, generateName(`${name}-29384756-`, random))).toBe(true);
        },
      ),
    );
  });

  it('of another name are not found, as long as names are not cut', () => {
    const short = fc.stringMatching(/^[a-z]([-a-z]{0,20}[a-z])?$/);
    fc.assert(
      fc.property(short, short, generated(9), generated(5), (one, other, hashed, random) => {
        fc.pre(one !== other);
        expect(matches('Deployment', one, `${other}-${hashed}-${random}`)).toBe(false);
      }),
    );
  });
});
