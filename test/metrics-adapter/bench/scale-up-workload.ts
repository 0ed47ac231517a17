import { setTimeout as sleep } from 'node:timers/promises';

import type { ControlPlane } from '../../controlplane/control-plane.ts';
import { podNameSuffix, replicaSetName } from '../../controlplane/exporters/history.ts';
import { horizontalPodAutoscaler, simulatedNode } from '../../controlplane/objects.ts';
import { waitFor } from '../../controlplane/wait.ts';

/** What one pod carries, requests a second. */
export const perPod = 10;

interface Pod {
  readonly name: string;
  readonly node: string | undefined;
  readonly phase: string | undefined;
}

/** A Deployment of pods of one core each, in a namespace and on nodes of its own. */
export class ScaleUpWorkload {
  readonly namespace: string;
  /** A pod of the past, of the same Deployment. */
  readonly pastPod = `${replicaSetName('chat', 'old')}-${podNameSuffix('old')}`;
  readonly #controlPlane: ControlPlane;
  readonly #isForecast: boolean;

  constructor(controlPlane: ControlPlane, namespace: string, isForecast: boolean) {
    this.#controlPlane = controlPlane;
    this.namespace = namespace;
    this.#isForecast = isForecast;
  }

  async create({
    replicas,
    spareCores,
  }: {
    readonly replicas: number;
    readonly spareCores: number;
  }): Promise<void> {
    const { api } = this.#controlPlane;
    await api.create('/api/v1/namespaces', { metadata: { name: this.namespace } });
    await waitFor(() => api.get(`/api/v1/namespaces/${this.namespace}/serviceaccounts/default`), {
      description: 'the service account',
      timeoutSeconds: 30,
    });
    await this.#addNode(`${this.namespace}-0`, replicas + spareCores);
    await this.#createDeployment('chat', replicas);
  }

  /** Pods that hold room and give way to any other. */
  async holdWithPlaceholders(count: number): Promise<void> {
    const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
    const placeholder = { metadata: { name: 'placeholder' }, value: -10, preemptionPolicy: 'Never' };
    await this.#controlPlane.api.create(classes, placeholder).catch(() => undefined);
    await this.#createDeployment('placeholder', count, { priorityClassName: 'placeholder' });
    await waitFor(async () => (await this.pods('placeholder')).every(({ phase }) => phase === 'Running'), {
      description: 'placeholders',
      timeoutSeconds: 120,
    });
  }

  async createHpa({
    minimum,
    maximum,
  }: {
    readonly minimum: number;
    readonly maximum: number;
  }): Promise<void> {
    const metric = (name: string): object => ({
      type: 'Pods',
      pods: { metric: { name }, target: { type: 'AverageValue', averageValue: String(perPod) } },
    });
    const path = `/apis/autoscaling/v2/namespaces/${this.namespace}/horizontalpodautoscalers`;
    await this.#controlPlane.api.create(
      path,
      horizontalPodAutoscaler('chat', this.namespace, {
        minReplicas: minimum,
        maxReplicas: maximum,
        metrics: [
          metric('requests_per_second'),
          ...(this.#isForecast ? [metric('forecast_requests_per_second')] : []),
        ],
      }),
    );
  }

  async deleteHpa(): Promise<void> {
    const path = `/apis/autoscaling/v2/namespaces/${this.namespace}/horizontalpodautoscalers/chat`;
    await this.#controlPlane.api.delete(path).catch(() => undefined);
  }

  /** Until so many pods run. */
  async settle(count: number): Promise<void> {
    await waitFor(
      async () => (await this.pods()).filter(({ phase }) => phase === 'Running').length === count,
      {
        description: 'the first pods',
        timeoutSeconds: 120,
      },
    );
  }

  /** Plays a cloud: once a pod finds no place, one node with room for all comes after a while. */
  async addNodeWhenPending(afterMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pending = (await this.pods().catch(() => [])).some(({ node }) => node === undefined);
      if (pending) {
        // Rejects only when the signal fires.
        const isDue = await sleep(afterMs, true, { signal }).catch(() => false);
        if (isDue) await this.#addNode(`${this.namespace}-1`, 100);
        return;
      }
      await sleep(250);
    }
  }

  async pods(app = 'chat'): Promise<readonly Pod[]> {
    const path = `/api/v1/namespaces/${this.namespace}/pods?labelSelector=app%3D${app}`;
    const { items } = await this.#controlPlane.api.get<{
      items: { metadata: { name: string }; spec: { nodeName?: string }; status: { phase?: string } }[];
    }>(path);
    return items.map(({ metadata: { name }, spec: { nodeName }, status: { phase } }) => ({
      name,
      node: nodeName,
      phase,
    }));
  }

  async replicas(): Promise<number> {
    const path = `/apis/apps/v1/namespaces/${this.namespace}/deployments/chat`;
    return (await this.#controlPlane.api.get<{ spec: { replicas: number } }>(path)).spec.replicas;
  }

  /** The sum of what the adapter serves of the present metric, through the API server. */
  async served(): Promise<number> {
    const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${this.namespace}/pods/*/requests_per_second?labelSelector=app%3Dchat`;
    const { items } = await this.#controlPlane.api.get<{ items: { value: string }[] }>(path);
    return items.reduce(
      (total, { value }) => total + parseFloat(value) / (value.endsWith('m') ? 1000 : 1),
      0,
    );
  }

  /** The demand, shared out evenly over the pods that run; none for the one of the past. */
  async exposition(demand: number): Promise<string> {
    const running = (await this.pods()).filter(({ phase }) => phase === 'Running');
    const line = (pod: string, value: number): string =>
      `requests_per_second{namespace="${this.namespace}",pod="${pod}"} ${value}`;
    const past = this.#isForecast ? [line(this.pastPod, 0)] : [];
    return [...running.map(({ name }) => line(name, demand / running.length)), ...past, ''].join('\n');
  }

  async #addNode(name: string, cores: number): Promise<void> {
    const labels = { run: this.namespace };
    await this.#controlPlane.api.create('/api/v1/nodes', simulatedNode(name, { cpu: String(cores), labels }));
  }

  async #createDeployment(name: string, replicas: number, podSpec: object = {}): Promise<void> {
    const labels = { app: name };
    await this.#controlPlane.api.create(`/apis/apps/v1/namespaces/${this.namespace}/deployments`, {
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            nodeSelector: { run: this.namespace },
            containers: [
              { name: 'app', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu: '1' } } },
            ],
            ...podSpec,
          },
        },
      },
    });
  }
}
