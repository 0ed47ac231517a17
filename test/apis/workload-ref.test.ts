import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pod, workloadKinds } from '#core/apis/index.ts';
import { formatWorkloadRef, parseWorkloadRef } from '#core/apis/workload-ref.ts';

describe('parseWorkloadRef', () => {
  it.each([
    ['deploy/chat', 'apps', 'Deployment'],
    ['deployment/chat', 'apps', 'Deployment'],
    ['deployments/chat', 'apps', 'Deployment'],
    ['Deployment/chat', 'apps', 'Deployment'],
    ['deployment.apps/chat', 'apps', 'Deployment'],
    ['deployments.v1.apps/chat', 'apps', 'Deployment'],
    ['deployment chat', 'apps', 'Deployment'],
    ['  sts   chat ', 'apps', 'StatefulSet'],
    ['statefulset.apps/chat', 'apps', 'StatefulSet'],
    ['ds/chat', 'apps', 'DaemonSet'],
    ['rs/chat', 'apps', 'ReplicaSet'],
    ['rc/chat', '', 'ReplicationController'],
    ['job.batch/chat', 'batch', 'Job'],
    ['cj/chat', 'batch', 'CronJob'],
    ['po/chat', '', 'Pod'],
    ['pods.v1/chat', '', 'Pod'],
  ])('%s', (text, group, kind) => {
    expect(parseWorkloadRef(text)).toEqual({ ok: true, value: { group, kind, name: 'chat' } });
  });

  it.each([
    ['chat', 'missing-kind', 'deployment/chat'],
    ['', 'missing-kind', 'deployment/NAME'],
    ['service/chat', 'unknown-kind', 'statefulset'],
    ['deployment.batch/chat', 'wrong-group', 'group "apps"'],
    ['deploy/Chat', 'invalid-name', '"Chat"'],
    ['deploy/', 'invalid-name', '""'],
    [`deploy/${'a'.repeat(254)}`, 'invalid-name', 'lowercase'],
    ['deploy/chat/1', 'malformed', 'KIND/NAME'],
    ['deploy chat code', 'malformed', 'KIND/NAME'],
  ])('%s is refused: %s', (text, code, hint) => {
    const parsed = parseWorkloadRef(text);
    expect(parsed).toMatchObject({ ok: false, error: { code } });
    expect(parsed.ok ? '' : parsed.error.message).toContain(hint);
  });
});

describe('formatWorkloadRef', () => {
  it('writes what is read back', () => {
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    fc.assert(
      fc.property(fc.constantFrom(...workloadKinds), name, (kind, text) => {
        const ref = { ...kind, name: text };
        expect(parseWorkloadRef(formatWorkloadRef(ref))).toEqual({ ok: true, value: ref });
      }),
    );
    expect(formatWorkloadRef({ ...pod, name: 'a' })).toBe('pod/a');
  });

  it('writes the group of a kind that is not built in', () => {
    expect(formatWorkloadRef({ group: 'argoproj.io', kind: 'Rollout', name: 'chat' })).toBe(
      'rollout.argoproj.io/chat',
    );
  });
});
