import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { ForecastStatus } from '#core/metrics-adapter/forecasting/kept-forecasts.ts';
import { createOwnMetrics } from '#core/metrics-adapter/server/own-metrics.ts';

import { repositoryRoot } from '../cli/run-plugin.ts';
import { requireBinary } from '../controlplane/binaries.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { hpaSeries } from '../controlplane/exporters/kube-state-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';

const alerts = join(repositoryRoot, 'deploy/helm/custom-metrics-adapter/files/alerts.yaml');

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly description?: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const dashboard = JSON.parse(
  readFileSync(join(repositoryRoot, 'deploy/grafana/custom-metrics-adapter.json'), 'utf8'),
) as Dashboard;

/** What Grafana would put in place of its variables. */
function asSent(expression: string): string {
  return expression.replaceAll('$__rate_interval', '1m').replace(/\$(namespace|job)\b/g, '.*');
}

const queries = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, asSent(expr)] as const),
  ),
  ...[...readFileSync(alerts, 'utf8').matchAll(/expr: (?:>-\n)?((?: {10}.*\n)+|.*\n)/g)].map(
    ([, expression = '']) =>
      // An alert that does not fire has no samples: only what it compares is asked for.
      [
        'alert',
        expression
          .replaceAll(/\s+/g, ' ')
          .replace(/ (>=|==|>) (?=[\d.]+ $|on )/, ' $1 bool ')
          .trim(),
      ] as const,
  ),
];

describeWith(['prometheus', 'promtool'], 'alerts and dashboard', () => {
  let prometheus: PrometheusServer;
  const page = createServer((_, response) => {
    void ownPage().then((text) => response.end(text));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const { port } = page.address() as AddressInfo;
    const startSeconds = Math.floor(Date.now() / 1000) - 1800;
    const window = { startSeconds, endSeconds: startSeconds + 1800, stepSeconds: 15 };
    prometheus = await startPrometheus({
      series: hpaSeries(
        {
          namespace: 'prod',
          name: 'chat',
          deployment: 'chat',
          minReplicas: 1,
          maxReplicas: 9,
          currentReplicas: () => 3,
          desiredReplicas: (seconds) => (seconds % 120 < 60 ? 3 : 4),
        },
        window,
      ),
      scrapeTargets: [
        {
          job: 'adapter',
          url: `http://127.0.0.1:${port}/metrics`,
          labels: { namespace: 'monitoring', pod: 'a' },
        },
      ],
    });
    await waitFor(
      async () =>
        (await prometheus.query('count_over_time(kubectl_autoscale_adapter_served_metrics[1m]) > 2')).length >
        0,
      { description: 'three scrapes' },
    );
  }, 60_000);
  afterAll(async () => {
    page.close();
    page.closeAllConnections();
    await prometheus.stop();
  });

  it('each alert goes off when it should, and not just before (promtool test rules)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
    const text = readFileSync(join(repositoryRoot, 'test/deploy/alerts.test.yaml'), 'utf8');
    const file = join(folder, 'alerts.test.yaml');
    try {
      writeFileSync(file, text.replace('- RULES', `- ${alerts}`));
      expect(
        execFileSync(requireBinary('promtool'), ['test', 'rules', file], { encoding: 'utf8' }),
      ).toContain('SUCCESS');
      const tried = new Set([...text.matchAll(/alertname: (\w+)/g)].map((match) => match[1]));
      const written = [...readFileSync(alerts, 'utf8').matchAll(/alert: (\w+)/g)].map((match) => match[1]);
      expect([...tried].sort()).toEqual(written.sort());
      // And a wrong expectation is seen.
      writeFileSync(
        file,
        text.replace('- RULES', `- ${alerts}`).replace('summary: HPA prod/chat', 'summary: no'),
      );
      expect(() =>
        execFileSync(requireBinary('promtool'), ['test', 'rules', file], { encoding: 'utf8', stdio: 'pipe' }),
      ).toThrow();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(queries)('%s: %s has samples of what is really written', async (_title, query) => {
    expect((await prometheus.query(query)).length).toBeGreaterThan(0);
  });

  it('panels say what they show, and none stands on another', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, description, title } of dashboard.panels) {
      if (type !== 'row') expect([title, description]).toEqual([title, expect.stringMatching(/\w/)]);
    }
  });
});

/** The adapter's own page after it has done a little of everything, its counters higher each time. */
const status = {
  metric: 'requests_per_second',
  namespace: 'prod',
  object: 'chat',
  kept: { kind: 'forecast', value: 40 },
  errorRatio: 0.2,
} as unknown as ForecastStatus;
const own = createOwnMetrics({ oldestAnswerMs: () => 3000, forecasts: () => [status] });

async function ownPage(): Promise<string> {
  own.request('custom.metrics.k8s.io', 200, 0.002);
  own.prometheus.loaded(12);
  own.prometheus.failed(new Error('away'));
  own.dropped('requests_per_second');
  own.relisted({ custom: 4, external: 1 }, Date.now());
  own.forecasts.fellBack('requests_per_second', 'untrusted');
  own.forecasts.fitted(20);
  return own.registry.metrics();
}
