import { groupPods } from '#core/hpa/group-pods.ts';
import type { HpaPod, Milli } from '#core/hpa/index.ts';
import { podRequests } from '#core/hpa/pod-requests.ts';

import type { KindHandler, Vector } from '../vector.ts';
import { testSettings } from './calculation-kinds.ts';
import { type Answers, kindOf } from './expected.ts';
import { ago, type Fields, fields, list, milli, nowMs, text } from './fields.ts';

/** What pods are worth and what they request. */
export const podKinds: Readonly<Record<string, KindHandler>> = {
  'group-pods': kindOf(['resource', 'pods', 'metrics'], groups),
  'pod-requests': kindOf(['resource', 'container', 'podLevelResources', 'pods'], requests),
};

function groups(vector: Vector): Answers {
  const samples = new Map(
    Object.entries(fields(vector.metrics, 'metrics')).map(([pod, sample]) => {
      const { ageSeconds, windowSeconds } = fields(sample, `metrics.${pod}`, ['ageSeconds', 'windowSeconds']);
      return [
        pod,
        {
          ...(typeof ageSeconds === 'number' ? { timestampMs: ago(ageSeconds, 'ageSeconds') } : {}),
          ...(typeof windowSeconds === 'number' ? { windowMs: windowSeconds * 1000 } : {}),
        },
      ] as const;
    }),
  );
  const pods = list(vector.pods, 'pods').map((pod, index) =>
    agedPod(fields(pod, `pods[${index}]`, AGED_POD)),
  );
  const resource = text(vector.resource, 'resource');
  const { readyCount, unready, missing, ignored } = groupPods(
    pods,
    samples,
    resource,
    testSettings(vector),
    nowMs,
  );
  return {
    ReadyCount: readyCount,
    Unready: inOrderOf(vector.expectedUnready, unready),
    Missing: inOrderOf(vector.expectedMissing, missing),
    Ignored: inOrderOf(vector.expectedIgnored, ignored),
  };
}

/** These are sets: brings ours into the order of the expected one. */
function inOrderOf(expected: unknown, names: readonly string[]): readonly string[] {
  const order = list(expected, 'expected');
  return [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

const AGED_POD = ['name', 'phase', 'deleting', 'startAgeSeconds', 'readyCondition'];

function agedPod(pod: Fields): HpaPod {
  const { startAgeSeconds, readyCondition } = pod;
  const condition = fields(readyCondition, 'readyCondition', ['ready', 'status', 'transitionAgeSeconds']);
  const { transitionAgeSeconds } = condition;
  return {
    name: text(pod.name, 'name'),
    phase: (pod.phase ?? 'Running') as HpaPod['phase'],
    deleting: pod.deleting === true,
    ...(typeof startAgeSeconds === 'number' ? { startTimeMs: ago(startAgeSeconds, 'startAgeSeconds') } : {}),
    ...(readyCondition === undefined || readyCondition === null
      ? {}
      : {
          readyCondition: {
            status: readyStatus(condition),
            ...(typeof transitionAgeSeconds === 'number'
              ? { lastTransitionMs: ago(transitionAgeSeconds, 'transitionAgeSeconds') }
              : {}),
          },
        }),
    containers: [],
  };
}

function readyStatus({ ready, status }: Fields): 'True' | 'False' | 'Unknown' {
  if (typeof status === 'string') return status as 'True' | 'False' | 'Unknown';
  return ready === true ? 'True' : 'False';
}

function requests(vector: Vector): Answers {
  const resource = text(vector.resource, 'resource');
  const container = vector.container ?? undefined;
  const outcome = podRequests(
    list(vector.pods, 'pods').map((pod, index) =>
      requestingPod(fields(pod, `pods[${index}]`, REQUESTING_POD), resource),
    ),
    container === undefined ? undefined : text(container, 'container'),
    resource,
    { ...testSettings(vector).features, podLevelResources: vector.podLevelResources === true },
  );
  return outcome.ok
    ? { RequestsMilli: outcome.value, Error: null }
    : { RequestsMilli: null, Error: outcome.error };
}

const REQUESTING_POD = [
  'name',
  'podRequestMilli',
  'otherPodRequestsMilli',
  'overheadMilli',
  'containers',
  'initContainers',
];

function requestingPod(pod: Fields, resource: string): HpaPod {
  const own = requestsOf(pod.podRequestMilli, resource);
  const other = fields(pod.otherPodRequestsMilli, 'otherPodRequestsMilli') as Record<string, number>;
  const overhead = requestsOf(pod.overheadMilli, resource);
  const level = { ...other, ...own };
  return {
    name: text(pod.name, 'name'),
    phase: 'Running',
    deleting: false,
    containers: list(pod.containers, 'containers').map((entry) =>
      containerOf(fields(entry, 'container', ['name', 'requestMilli']), resource),
    ),
    initContainers: list(pod.initContainers, 'initContainers').map((entry) => ({
      ...containerOf(entry, resource),
      restartable: isRestartable(fields(entry, 'initContainer')),
    })),
    ...(Object.keys(level).length > 0 ? { podRequestsMilli: level } : {}),
    overheadMilli: overhead,
  };
}

function containerOf(entry: unknown, resource: string): HpaPod['containers'][number] {
  const { name, requestMilli } = fields(entry, 'container');
  return { name: text(name, 'container.name'), requestsMilli: requestsOf(requestMilli, resource) };
}

function requestsOf(request: unknown, resource: string): Readonly<Record<string, Milli>> {
  return request === undefined || request === null ? {} : { [resource]: milli(request, 'requestMilli') };
}

/** `restartPolicy: "Always"`, or a flag that says the same: `restartable: true`, `restartPolicyAlways: true`. */
function isRestartable(container: Fields): boolean {
  return Object.values(container).some((value) => value === 'Always' || value === true);
}
