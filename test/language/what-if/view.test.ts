import { describe, expect, it } from 'vitest';

import type { WorkloadReport } from '#core/advisor/index.ts';
import { hpaView } from '#core/apis/index.ts';
import { settingsOf, type WhatIfSettings, whatIfView } from '#core/language/index.ts';
import type { WhatIf, WhatIfRun } from '#core/simulator/index.ts';

const START = Date.parse('2026-11-18T10:00:00Z');
const MINUTE = 60_000;
const HOURS = 25;
/** What a careless cluster may call a metric. */
const METRIC = 'queue<img src=x onerror=alert(1)>"';

const view = hpaView({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {
        type: 'Pods',
        pods: { metric: { name: METRIC }, target: { type: 'AverageValue', averageValue: '250m' } },
      },
      {
        type: 'Resource',
        resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ],
  },
})!;

function run(replicas: number, lostMinutes: number): WhatIfRun {
  const atMs = Array.from({ length: 60 * HOURS }, (_, i) => START + (i + 1) * MINUTE);
  return {
    atMs,
    demand: atMs.map(() => 40),
    replicas: atMs.map(() => replicas),
    scorecard: {
      workload: 'prod/web',
      hours: HOURS,
      requests: 1000,
      served: 1000,
      failed: 0,
      waiting: 0,
      latencySeconds: { p50: 0.01, p95: 0.05, p99: 0.09 },
      lostMinutes,
      mostWaiting: 0,
      crowdedMinutes: 0,
      podHours: replicas * HOURS,
      overProvisionedPodHours: 0,
      underProvisionedPodHours: 0,
      changes: 3,
      flapsPerDay: 0,
      mostReplicas: replicas,
    },
  };
}

function whatIf(asItIs: WhatIfRun, changed: WhatIfRun): WhatIf {
  return {
    startMs: START,
    measuredUntilMs: START + 24 * 60 * MINUTE,
    endMs: START + HOURS * 60 * MINUTE,
    goalP95Seconds: 0.1,
    lostMinutesAllowed: 1.5,
    asItIs,
    changed,
    simulatedMetrics: [METRIC],
    assumptions: ['a <b>bold</b> assumption'],
  };
}

const report = {
  generatedAt: '2026-11-19T10:00:00Z',
  workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'prod', name: 'web' },
  metrics: [
    {
      name: 'requests',
      title: '<i>requests</i>',
      unit: 'requests/s',
      current: 40,
      history: {
        start: '2026-11-18T10:00:00Z',
        stepSeconds: 3600,
        values: Array.from({ length: 24 }, () => 40),
      },
      basis: { source: 'recording x', asOf: '2026-11-19T10:00:00Z' },
    },
  ],
  cost: {
    perReplica: { currency: 'USD', perHour: 0.1, perMonth: 73, rangePerHour: { lower: 0.08, upper: 0.12 } },
    basis: { source: 'bundled prices' },
  },
} as unknown as WorkloadReport;

const context = {
  period: 'month',
  timeZone: 'UTC',
  nowMs: Date.parse('2026-11-19T10:00:00Z'),
  staleAfterMs: 20 * MINUTE,
} as const;

const written = settingsOf(view, 60)!;
function shown(asItIs: WhatIfRun, changed = asItIs, settings: WhatIfSettings = written) {
  return whatIfView('web', { whatIf: whatIf(asItIs, changed), report, view, settings }, written, context);
}

describe('the what-if panel', () => {
  it('answers first, with cost as a range and what the goal allows', () => {
    expect(shown(run(4, 1)).answer).toBe(
      'As it is: 4 replicas on average, $234–350/mo, 1 minute lost; the goal (p95 within 100 ms) allows 1.5 minutes.',
    );
    expect(shown(run(4, 1), run(3, 6)).answer).toBe(
      'With these settings: saves $58–88/mo: 3 replicas on average instead of 4, 6 minutes lost instead of 1 minute; the goal (p95 within 100 ms) allows 1.5 minutes.',
    );
  });

  it('holds both settings against each other in a table', () => {
    const { results } = shown(run(4, 1), run(3, 6), { ...written, minReplicas: 1 });
    expect(results).toContain('The last 24 h and the forecast of the next 1 h, simulated');
    expect(results).toMatch(/<th scope="row">replicas, on average<\/th><td>4<\/td><td>3<\/td>/);
    expect(results).toMatch(/<td>2–10, .*<\/td><td>1–10, /);
  });

  it('has the charts as a table too, the forecast in a row of its own', () => {
    const { results } = shown(run(4, 1), run(3, 6));
    expect(results.match(/<td>40<\/td><td>4<\/td><td>3<\/td>/g)).toHaveLength(HOURS);
    expect(results).toContain('<th scope="row">10:00, forecast</th>');
    expect(results.match(/<svg /g)).toHaveLength(2);
    expect(results.match(/class="compared"/g)).toHaveLength(2);
  });

  it('draws one line while nothing is otherwise', () => {
    expect(shown(run(4, 1)).results).not.toContain('compared');
  });

  it('has a labelled slider and number for what can be simulated, to the thousandth', () => {
    const { controls } = shown(run(4, 1));
    expect(controls.match(/type="range"/g)).toHaveLength(4);
    expect(controls.match(/type="number"/g)).toHaveLength(4);
    expect(controls).not.toContain('memory');
    expect(controls).toContain('value="0.25"');
    expect(controls).toContain('min="0.001"');
    for (const [, id] of controls.matchAll(/<label for="([^"]+)"/g)) {
      expect(controls).toContain(`id="${id}"`);
    }
  });

  it('lets nothing of a cluster become markup, and brings no style or script', () => {
    const { controls, results } = shown(run(4, 1), run(3, 6));
    for (const markup of [controls, results]) {
      expect(markup).not.toMatch(/<(img|b|i|script|style)\b/);
      expect(markup).not.toMatch(/ (style|on\w+)="/);
    }
    expect(controls).toContain('queue&lt;img src=x onerror=alert(1)&gt;&quot;');
    expect(results).toContain('Assumed: a &lt;b&gt;bold&lt;/b&gt; assumption.');
  });
});
