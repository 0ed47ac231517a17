import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  containerCpuUsage,
  containerRestarts,
  externalMetric,
  labelName,
  latencyCandidates,
  metricCatalogue,
  type MetricQuery,
  nodeCpuUsage,
  objectMetric,
  podsMetric,
  queueDepthCandidates,
  requestRateCandidates,
  selector,
  trafficSources,
  userQuery,
} from '#core/promql/index.ts';

const chat = { kind: 'Deployment', namespace: 'prod', name: 'llm-chat' };

describe('the catalogue', () => {
  it('gives each query a stable id', () => {
    expect(containerCpuUsage(chat).id).toBe(
      'container-cpu-usage{kind="Deployment",name="llm-chat",namespace="prod"}',
    );
    expect(containerCpuUsage(chat, { windowMs: 300_000 }).id).toBe(containerCpuUsage(chat).id);
    expect(containerCpuUsage(chat, { windowMs: 60_000 }).id).toBe(
      'container-cpu-usage{kind="Deployment",name="llm-chat",namespace="prod",window="1m"}',
    );
    expect(containerRestarts(chat, { windowMs: 3_600_000 }).id).toBe(containerRestarts(chat).id);
    expect(nodeCpuUsage().id).toBe('node-cpu-usage');
    expect(nodeCpuUsage({ node: 'a' }).id).toBe('node-cpu-usage{node="a"}');
    expect(userQuery('  sum(x)\n')).toEqual({ id: 'sum(x)', promql: 'sum(x)', unit: '' });
  });

  it('gives different questions different ids', () => {
    const queries: readonly MetricQuery[] = [
      ...requestRateCandidates(chat),
      ...latencyCandidates(chat),
      ...latencyCandidates(chat, { quantile: 0.99 }),
      ...queueDepthCandidates(chat),
      podsMetric(chat, { metric: 'm' }),
      podsMetric(chat, { metric: 'm', selector: { matchLabels: { a: 'b' } } }),
      podsMetric(chat, { metric: 'm', selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }),
    ];
    expect(new Set(queries.map(({ id }) => id)).size).toBe(queries.length);
  });

  it('describes every query once and whole', () => {
    const names = metricCatalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of metricCatalogue) {
      expect(entry.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(entry.meaning).toMatch(/\.$/);
      expect(entry.aggregation).toMatch(/[.]$/);
      expect(entry.exporter).not.toBe('');
    }
    expect(new Set(trafficSources.map(({ name }) => name)).size).toBe(trafficSources.length);
  });

  it('leaves pause containers and cgroups of pods out', () => {
    expect(containerCpuUsage(chat).promql).toContain('container!="",container!="POD"');
  });

  it('reads an HPA metric in all the ways an adapter may have made it', () => {
    const { promql } = podsMetric(chat, { metric: 'http_requests_per_second' });
    expect(promql.match(/http_requests\w*/g)).toEqual([
      'http_requests_per_second',
      'http_requests_per_second_total',
      'http_requests_per_second_seconds_total',
      'http_requests_total',
    ]);
    expect(podsMetric(chat, { metric: 'errors_total' }).promql).toMatch(
      /^sum by \(pod\) \(rate\(errors_total\{.*\}\[2m\]\)\)$/,
    );
  });

  it('writes a metric’s selector as prometheus-adapter does', () => {
    const { promql } = externalMetric('prod', {
      metric: 'queue',
      selector: {
        matchLabels: { 'app.kubernetes.io/name': 'a' },
        matchExpressions: [
          { key: 'x', operator: 'In', values: ['1.5', '2'] },
          { key: 'y', operator: 'NotIn', values: ['3'] },
          { key: 'z', operator: 'Exists' },
          { key: 'w', operator: 'DoesNotExist' },
        ],
      },
    });
    expect(promql).toContain(
      'queue{app_kubernetes_io_name="a",x=~"1\\\\.5|2",y!~"3",z!="",w="",namespace="prod"}',
    );
  });

  it('finds an object by the label that is named after its kind', () => {
    const ingress = { kind: 'Ingress', namespace: 'prod', name: 'front' };
    expect(objectMetric(ingress, { metric: 'm' }).promql).toContain('m{namespace="prod",ingress="front"}');
    const namespace = { kind: 'Namespace', namespace: 'prod', name: 'prod' };
    expect(objectMetric(namespace, { metric: 'm' }).promql).toContain('m{namespace="prod"}');
  });
});

/** Reads a PromQL text as its lexer does: what is outside string literals, and the literals' values. */
function readPromql(text: string): { readonly outside: string; readonly literals: readonly string[] } {
  const literals: string[] = [];
  const outside = text.replace(/"((?:[^"\\\n]|\\(?:["\\nrt]|x[0-9a-f]{2}))*)"/g, (_, body: string) => {
    literals.push(
      body.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_escape, hex: string | undefined, short: string) =>
        hex === undefined
          ? ({ n: '\n', r: '\r', t: '\t' }[short] ?? short)
          : String.fromCharCode(parseInt(hex, 16)),
      ),
    );
    return '""';
  });
  return { outside, literals };
}

describe('what a user gives', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '}', '{', ')', '(', '|', '.', '*', 'a', '\u0000') }),
  );

  it('stays inside its string literal', () => {
    const harmless = readPromql(
      podsMetric({ kind: 'StatefulSet', namespace: 'n', name: 'w' }, { metric: '-m' }).promql,
    );
    fc.assert(
      fc.property(anything, anything, anything, (namespace, name, metric) => {
        fc.pre(
          metric !== '' && !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric) && !/_total$|_per_second$/.test(metric),
        );
        const { outside, literals } = readPromql(
          podsMetric({ kind: 'StatefulSet', namespace, name }, { metric }).promql,
        );
        expect(outside).toBe(harmless.outside);
        expect(literals).toContain(namespace);
        expect(literals).toContain(metric);
      }),
    );
  });

  it('matches itself and only itself in a pattern', () => {
    fc.assert(
      fc.property(anything, anything, (name, other) => {
        fc.pre(!name.includes('\n') && !other.includes('\n') && name !== other);
        const pattern = readPromql(podsMetric({ kind: 'Pod', namespace: 'n', name }, { metric: 'm' }).promql)
          .literals[1];
        const matcher = new RegExp(`^(?:${pattern ?? ''})$`, 's');
        expect(matcher.test(name)).toBe(true);
        expect(matcher.test(other)).toBe(false);
      }),
    );
  });

  it('never becomes a label name that PromQL would not take', () => {
    fc.assert(
      fc.property(anything, (key) => {
        expect(selector('m', [{ label: labelName(key), operator: '=', value: '' }])).toMatch(
          /^m\{[a-zA-Z_][a-zA-Z0-9_]*=""\}$/,
        );
      }),
    );
    expect(() => selector('m', [{ label: 'a-b', operator: '=', value: '' }])).toThrow(/no PromQL label name/);
  });
});
