import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot } from '../cli/run-plugin.ts';
import { requireBinary } from '../controlplane/binaries.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply } from '../controlplane/kubectl.ts';
import { startScriptedMetricsApi } from '../controlplane/metrics-api/metrics-server.ts';
import { makeNamespace } from '../controlplane/namespace.ts';
import { simulatedNode } from '../controlplane/objects.ts';
import { runProgram } from './run-program.ts';

const folder = `${repositoryRoot}examples/ml-service/`;
const namespace = 'demo';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

describeWith(controlPlanePrograms, 'the scripts of examples/ml-service on a real control plane', () => {
  let controlPlane: ControlPlane;
  let hook: Server;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      hpa: {
        downscaleStabilizationSeconds: 4,
        cpuInitializationPeriodSeconds: 1,
        initialReadinessDelaySeconds: 1,
      },
      kwok: { startUpSeconds: 1 },
    });
    const { admin } = controlPlane.kubeconfigs;
    await apply(admin, simulatedNode('node-1', { cpu: '32' }));
    await makeNamespace(admin, { name: namespace });
    const metrics = await startScriptedMetricsApi(controlPlane);
    /** Cores of all pods together. */
    const use = (cores: number): void => {
      metrics.play(namespace, { resources: { cpu: { total: { steps: [[0, cores]] } } } });
    };
    use(0.4);
    hook = createServer((request, response) => {
      use(Number(request.url!.slice(1)));
      response.end();
    });
    const url = await listen(hook);
    environment = {
      ...plainEnvironment({
        KUBECONFIG: admin.path,
        PATH: [dirname(requireBinary('kubectl')), process.env.PATH].join(':'),
        NAMESPACE: namespace,
        TIMEOUT_SECONDS: '60',
        LOAD_UP: `curl -sS ${url}/3`,
        LOAD_DOWN: `curl -sS ${url}/0.4`,
      }),
      HOME: controlPlane.directory,
    };
  }, 120_000);
  afterAll(async () => {
    close(hook);
    await controlPlane.stop();
  });

  const run = (script: string, more: Readonly<Record<string, string>> = {}) =>
    runProgram('bash', [`${folder}${script}`], { ...environment, ...more });

  it('measures the way up, against a goal, and the way down', async () => {
    const up = await run('test_scale_up.sh', { STRICT: '1' });
    expect(up.output).toMatch(
      /scaled up from 2 to [4-6]: more were wanted after \d+ s, all were Ready after \d+ s/,
    );
    expect(up.output).toMatch(/scale-up latency \d+ s, within the goal of 90 s/);
    expect(up.code).toBe(0);
    const down = await run('test_scale_down.sh');
    expect(down.output).toMatch(/scaled down from [4-6] to 2 after \d+ s, 0 times up on the way/);
    expect(down.code).toBe(0);
    const again = await run('test_scale_down.sh');
    expect(again).toMatchObject({ code: 1 });
    expect(again.output).toContain('run test_scale_up.sh first');
  }, 180_000);
});

describe('examples/ml-service without a cluster', () => {
  it('sends requests at the rate that was asked for, and tells what was not answered', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(asked % 10 === 0 ? 503 : 200).end('{}');
    });
    const url = await listen(server);
    const words = [`${folder}load_generator.mjs`, url, '--from', '60', '--to', '60', '--seconds', '2'];
    const { code, output } = await runProgram(process.execPath, words, plainEnvironment({}));
    close(server);
    // 120 expected, with the chance of a Poisson count; the seed is fixed.
    expect(asked).toBeGreaterThan(90);
    expect(asked).toBeLessThan(150);
    expect(output).toMatch(
      new RegExp(`^${asked} requests in [\\d.]+ s \\([\\d.]+/s\\): p50 [\\d.]+ ms, p95 [\\d.]+ ms`),
    );
    expect(output).toContain(`${Math.floor(asked / 10)} without an answer: status 503`);
    expect(code).toBe(1);
  });

  it('compares the cost of the HPA of the manifest with fixed replicas', async () => {
    const { code, output } = await runProgram('bash', [`${folder}compare_cost.sh`], {
      ...plainEnvironment({ TRACE: 'ramp', PEAK: '100' }),
      AUTOSCALER: `${process.execPath} ${repositoryRoot}plugin/bin/kubectl-autoscaler.js`,
    });
    expect(output).toMatch(/fewest fixed that meet the goal +\$[\d.]+/);
    expect(output).toMatch(/the HPA of deploy_ml_service_with_hpa\.yaml +\$[\d.]+/);
    expect(code).toBe(0);
  }, 60_000);
});
