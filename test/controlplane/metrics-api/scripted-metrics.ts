import {
  failure,
  groupDocument,
  metricsApiVersions,
  metricValueList,
  podMetricsList,
  resourceList,
} from './answers.ts';
import { externalMetricValueList, type ObjectSample, type PodUsage, type SampleTime } from './answers.ts';
import { type MetricScript, numberAt, podValues, ScriptedError, type ScriptedPod } from './metric-script.ts';
import type { MetricsRoute } from './routes.ts';

/** A pod with the names of its containers. */
export interface ListedPod extends ScriptedPod {
  readonly containers: readonly string[];
}

/** Lists the pods of a namespace that a label selector matches; an empty selector matches all. */
export type PodLister = (namespace: string, labelSelector: string) => Promise<readonly ListedPod[]>;

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Answers one request from the scripts of the namespaces. */
export async function answer(
  route: MetricsRoute,
  scripts: ReadonlyMap<string, MetricScript>,
  { listPods, elapsedSeconds, nowMilliseconds }: AnswerContext,
): Promise<Answer> {
  const ok = (body: object): Answer => ({ status: 200, body });
  switch (route.type) {
    case 'health':
      return ok({});
    case 'groups':
      return ok({ kind: 'APIGroupList', apiVersion: 'v1', groups: servedGroups().map(groupDocument) });
    case 'group':
      return ok(groupDocument(route.group));
    case 'resources':
      return ok(resourceList(route.served, [...scripts.values()]));
    default:
  }
  const script = scripts.get(route.namespace) ?? {};
  const at = elapsedSeconds(route.namespace);
  const time = sampleTime(nowMilliseconds, script);
  try {
    switch (route.type) {
      case 'podUsage':
        return ok(podMetricsList(route.namespace, await podUsage(script, route, at, listPods), time));
      case 'podMetric': {
        const samples = await podSamples(script, route, at, listPods);
        return samples
          ? ok(metricValueList(route.version, { ...route, samples }, time))
          : metricNotFound(route);
      }
      case 'objectMetric': {
        const samples = objectSamples(script, route, at);
        return samples
          ? ok(metricValueList(route.version, { ...route, samples }, time))
          : metricNotFound(route);
      }
      case 'external': {
        const series = script.external?.[route.metric];
        if (!series) return metricNotFound(route);
        const values = series
          .filter(({ labels = {} }) => matches(labels, route.labelSelector))
          .flatMap(({ labels = {}, value }) => {
            const current = numberAt(value, at);
            return current === undefined ? [] : [{ labels, value: current }];
          });
        return ok(externalMetricValueList(route.metric, values, time));
      }
    }
  } catch (error) {
    if (!(error instanceof ScriptedError)) throw error;
    return { status: 500, body: failure(500, 'InternalError', error.message) };
  }
}

export interface AnswerContext {
  readonly listPods: PodLister;
  /** Seconds since the script of this namespace began. */
  readonly elapsedSeconds: (namespace: string) => number;
  readonly nowMilliseconds: number;
}

function servedGroups(): readonly string[] {
  return [...new Set(metricsApiVersions.map(({ group }) => group))];
}

function sampleTime(nowMilliseconds: number, { windowSeconds = 1 }: MetricScript): SampleTime {
  const timestamp = new Date(nowMilliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
  return { timestamp, windowSeconds };
}

async function podUsage(
  { resources = {} }: MetricScript,
  { namespace, labelSelector }: { namespace: string; labelSelector: string },
  at: number,
  listPods: PodLister,
): Promise<readonly PodUsage[]> {
  const pods = await listPods(namespace, labelSelector);
  const byResource = Object.entries(resources).map(
    ([resource, script]) => [resource, podValues(script, pods, at)] as const,
  );
  return pods.flatMap(({ name, containers }) => {
    const usage = Object.fromEntries(
      byResource.flatMap(([resource, values]) => {
        const value = values.get(name);
        return value === undefined ? [] : [[resource, value] as const];
      }),
    );
    if (Object.keys(usage).length === 0) return [];
    return [{ name, containers: containers.map((container) => ({ name: container, usage })) }];
  });
}

async function podSamples(
  script: MetricScript,
  { namespace, pod, metric, labelSelector }: Extract<MetricsRoute, { type: 'podMetric' }>,
  at: number,
  listPods: PodLister,
): Promise<readonly ObjectSample[] | undefined> {
  const podMetric = script.pods?.[metric];
  if (!podMetric) return undefined;
  const pods = await listPods(namespace, pod === '*' ? labelSelector : '');
  return [...podValues(podMetric, pods, at)]
    .filter(([name]) => pod === '*' || name === pod)
    .map(([name, value]) => ({ kind: 'Pod', name, value }));
}

function objectSamples(
  script: MetricScript,
  { resource, name, metric }: Extract<MetricsRoute, { type: 'objectMetric' }>,
  at: number,
): readonly ObjectSample[] | undefined {
  const timeline = script.objects?.[`${resource}/${name}/${metric}`];
  const value = timeline && numberAt(timeline, at);
  return value === undefined ? undefined : [{ kind: resource, name, value }];
}

function metricNotFound(route: MetricsRoute): Answer {
  const metric = 'metric' in route ? route.metric : '';
  const of =
    route.type === 'podMetric'
      ? ' for pods'
      : route.type === 'objectMetric'
        ? ` for ${route.resource} ${route.name}`
        : '';
  return {
    status: 404,
    body: failure(404, 'NotFound', `the server could not find the metric ${metric}${of}`),
  };
}

/** Whether labels match a selector of the form "a=b,c=d", the only one that scripts need. */
function matches(labels: Readonly<Record<string, string>>, labelSelector: string): boolean {
  return labelSelector
    .split(',')
    .filter((requirement) => requirement !== '')
    .every((requirement) => {
      const [name, value] = requirement.split('=');
      return name !== undefined && labels[name] === value;
    });
}
