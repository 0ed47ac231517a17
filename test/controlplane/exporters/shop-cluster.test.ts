import { afterAll, beforeAll, expect, it } from 'vitest';

import { podNamePattern } from '#core/promql/index.ts';

import { describeWith } from '../describe-with.ts';
import { type PrometheusServer, startPrometheus } from '../prometheus.ts';
import { shopClusterSeries, shopFacts, shopReplicaSets } from './shop-cluster.ts';

describeWith(['prometheus', 'promtool'], "the shop cluster's history in a real Prometheus", () => {
  let prometheus: PrometheusServer;
  const endSeconds = Math.floor(Date.now() / 1000);
  beforeAll(async () => {
    const window = { startSeconds: endSeconds - 7200, endSeconds, stepSeconds: 30 };
    prometheus = await startPrometheus({ series: shopClusterSeries(window) });
  });
  afterAll(() => prometheus.stop());

  const valueOf = async (expression: string): Promise<number | undefined> =>
    (await prometheus.query(expression, endSeconds))[0]?.value;

  const cpu = (matchers: string): string =>
    `sum(rate(container_cpu_usage_seconds_total{namespace="shop",${matchers}}[5m]))`;
  const webPods = `pod=~"${shopReplicaSets.web}-.*"`;
  const webCores = shopFacts.web.replicas * shopFacts.web.cpuCoresPerPod;
  const webApiCores = shopFacts.webApi.replicas * shopFacts.webApi.cpuCoresPerPod;

  it('has the usage of a workload once in its containers and again in its pods', async () => {
    expect(await valueOf(cpu(`${webPods},container="web"`))).toBeCloseTo(webCores, 5);
    expect(await valueOf(cpu(webPods))).toBeCloseTo(2 * webCores + 0.0003, 5);
    expect(await valueOf(`count(container_memory_working_set_bytes{${webPods},image=~".*/pause.*"})`)).toBe(
      3,
    );
  });

  it('counts a second deployment to the first by their prefix', async () => {
    expect(await valueOf(cpu('pod=~"web-.*",container="web"'))).toBeCloseTo(webCores + webApiCores, 5);
  });

  it('resets the counters of a restarted container in another cgroup', async () => {
    const lives = await prometheus.query(
      `count by (pod) (count_over_time(container_cpu_usage_seconds_total{${webPods},container="web"}[2h]))`,
      endSeconds,
    );
    expect(lives.map((life) => life.value).sort()).toEqual([1, 1, 2]);
    expect(await valueOf('sum(kube_pod_container_status_restarts_total{namespace="shop"})')).toBe(1);
  });

  it('joins pods to their Deployment by way of the ReplicaSet', async () => {
    const owners =
      'sum by (owner_name) (kube_pod_container_resource_requests{resource="cpu"} * on (namespace, pod) group_left (replicaset) ' +
      'label_replace(kube_pod_owner{owner_kind="ReplicaSet"}, "replicaset", "$1", "owner_name", "(.*)") ' +
      '* on (namespace, replicaset) group_left (owner_name) kube_replicaset_owner)';
    const byOwner = Object.fromEntries(
      (await prometheus.query(owners, endSeconds)).map(({ metric, value }) => [metric.owner_name, value]),
    );
    expect(byOwner).toEqual({ web: 0.75, 'web-api': 4, inference: 2 });
  });

  it('names pods as Kubernetes does, so that our own queries tell the two Deployments apart', async () => {
    const own = (name: string): string => podNamePattern({ kind: 'Deployment', namespace: 'shop', name });
    for (const [name, cores] of [
      ['web', webCores],
      ['web-api', webApiCores],
    ] as const) {
      expect(await valueOf(cpu(`pod=~"${own(name)}",container="web"`))).toBeCloseTo(cores, 5);
    }
  });

  it('has GPU, model server and queue series', async () => {
    expect(await valueOf('DCGM_FI_DEV_GPU_UTIL{namespace="shop",container="vllm"}')).toBe(80);
    expect(await valueOf('sum(vllm:num_requests_waiting{namespace="shop"})')).toBe(6);
    expect(
      await valueOf('aws_sqs_approximate_number_of_messages_visible_average{dimension_QueueName="orders"}'),
    ).toBe(120);
    expect(
      await valueOf(
        'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages{subscription_id="invoices-worker"}',
      ),
    ).toBe(45);
    expect(await valueOf('1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))')).toBeCloseTo(0.51, 5);
    const p90 = 'histogram_quantile(0.9, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[5m])))';
    expect(await valueOf(p90)).toBeCloseTo(0.475, 3);
  });
});
