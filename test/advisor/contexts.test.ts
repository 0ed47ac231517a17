import { describe, expect, it } from 'vitest';

import { compareFindings } from '#core/advisor/contexts/compare-contexts.ts';
import { driftOf } from '#core/advisor/contexts/drift.ts';
import type { ClusterFinding } from '#core/advisor/index.ts';

const of = (context: string, facts: Record<string, Record<string, string | number>>) => ({
  context,
  facts: new Map(
    Object.entries(facts).map(([subject, fields]) => [subject, new Map(Object.entries(fields))]),
  ),
});

describe('drift between contexts', () => {
  it.each([
    ['nothing to compare', [], []],
    ['one context', [of('dev', { chat: { max: 4 } })], []],
    ['the same', [of('dev', { chat: { max: 4 } }), of('prod', { chat: { max: 4 } })], []],
    [
      'another value in one',
      [of('dev', { chat: { max: 4, min: 1 } }), of('prod', { chat: { max: 10, min: 1 } })],
      [{ subject: 'chat', field: 'max', values: { dev: 4, prod: 10 } }],
    ],
    [
      'a field that one lacks',
      [of('dev', { chat: {} }), of('prod', { chat: { max: 10 } })],
      [{ subject: 'chat', field: 'max', values: { dev: null, prod: 10 } }],
    ],
    [
      'a subject that one lacks: its fields are compared among the others',
      [of('dev', {}), of('staging', { chat: { max: 2 } }), of('prod', { chat: { max: 3 } })],
      [
        { subject: 'chat', field: 'exists', values: { dev: null, staging: 'yes', prod: 'yes' } },
        { subject: 'chat', field: 'max', values: { staging: 2, prod: 3 } },
      ],
    ],
  ])('%s', (_what, contexts, drift) => {
    expect(driftOf(contexts)).toEqual(drift);
  });

  const finding = (object: string): ClusterFinding => ({
    ...{ ruleId: 'hpa-one-replica', severity: 'warning', message: 'm', why: 'w' },
    object,
  });

  it.each([
    [true, []],
    [
      false,
      [
        ['hpa-one-replica shop-dev/HorizontalPodAutoscaler/chat', { dev: 'yes', prod: null }],
        ['hpa-one-replica shop-prod/HorizontalPodAutoscaler/chat', { dev: null, prod: 'yes' }],
      ],
    ],
  ])('findings in namespaces of the contexts’ own: %s', (isOwnNamespace, drift) => {
    const report = compareFindings({
      answers: [
        { context: 'dev', report: [finding('shop-dev/HorizontalPodAutoscaler/chat')] },
        { context: 'prod', report: [finding('shop-prod/HorizontalPodAutoscaler/chat')] },
      ],
      unavailable: [],
      isOwnNamespace,
    });
    expect(report.drift.map(({ subject, values }) => [subject, values])).toEqual(drift);
  });
});
