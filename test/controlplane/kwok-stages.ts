/** How long simulated nodes and pods take. Seconds, 0 by default. */
export interface KwokDelays {
  /** From a node's creation until it is Ready; real clouds take 180 to 240. */
  readonly nodeReadySeconds?: number;
  /** From a pod's placement on a node until its containers run. */
  readonly imagePullSeconds?: number;
  /** From a pod's containers running until it is Ready. */
  readonly startUpSeconds?: number;
}

/**
 * Annotations by which a pod (or node) replaces these delays for itself, as a duration: "90s". The naming is that of
 * kwok's own stages.
 */
export const delayAnnotations = {
  nodeReady: 'node-ready.stage.kwok.x-k8s.io/delay',
  imagePull: 'pod-running.stage.kwok.x-k8s.io/delay',
  startUp: 'pod-ready.stage.kwok.x-k8s.io/delay',
} as const;

interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  /** jq conditions that must all be true of an object. */
  readonly when: readonly Condition[];
  readonly delaySeconds?: number;
  readonly delayAnnotation?: string;
  readonly next: object;
}

interface Condition {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const alive: Condition = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const notReady: Condition = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: 'NotIn',
  values: ['True'],
};

/**
 * kwok's configuration: what it does to nodes and pods, and when.
 *
 * Nodes become Ready after a delay and stay so. Pods go through the steps of a kubelet, which kwok's own fast stages
 * take at once: acknowledged (Pending, with a start time), running after the image pull, Ready after the start-up, and
 * gone when deleted. The HPA controller looks at each of these.
 */
export function kwokConfiguration(delays: KwokDelays = {}): string {
  return stages(delays)
    .map((stage) => JSON.stringify(stageObject(stage)))
    .join('\n---\n');
}

function stages(delays: KwokDelays): readonly Stage[] {
  return [
    {
      name: 'node-ready',
      kind: 'Node',
      when: [alive, notReady],
      delaySeconds: delays.nodeReadySeconds ?? 0,
      delayAnnotation: delayAnnotations.nodeReady,
      next: { statusTemplate: nodeReadyTemplate },
    },
    {
      name: 'pod-acknowledged',
      kind: 'Pod',
      when: [alive, { key: '.status.startTime', operator: 'DoesNotExist' }],
      next: {
        statusTemplate: podStatus({ phase: 'Pending', ready: false, running: false, acknowledge: true }),
      },
    },
    {
      name: 'pod-running',
      kind: 'Pod',
      when: [
        alive,
        { key: '.status.startTime', operator: 'Exists' },
        { key: '.status.phase', operator: 'In', values: ['Pending'] },
      ],
      delaySeconds: delays.imagePullSeconds ?? 0,
      delayAnnotation: delayAnnotations.imagePull,
      next: { statusTemplate: podStatus({ phase: 'Running', ready: false, running: true }) },
    },
    {
      name: 'pod-ready',
      kind: 'Pod',
      when: [alive, { key: '.status.phase', operator: 'In', values: ['Running'] }, notReady],
      delaySeconds: delays.startUpSeconds ?? 0,
      delayAnnotation: delayAnnotations.startUp,
      next: { statusTemplate: podStatus({ phase: 'Running', ready: true, running: true }) },
    },
    {
      name: 'pod-delete',
      kind: 'Pod',
      when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
      next: { delete: true },
    },
  ];
}

function stageObject({ name, kind, when, delaySeconds, delayAnnotation, next }: Stage): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions: when },
      ...(delayAnnotation !== undefined && {
        delay: {
          durationMilliseconds: Math.round((delaySeconds ?? 0) * 1000),
          durationFrom: { expressionFrom: `.metadata.annotations["${delayAnnotation}"]` },
        },
      }),
      next,
    },
  };
}

const nodeReadyTemplate = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
addresses:
- type: Hostname
  address: {{ .metadata.name | Quote }}
phase: Running
`;

interface PodStep {
  readonly phase: 'Pending' | 'Running';
  readonly ready: boolean;
  readonly running: boolean;
  /** Sets what the kubelet sets when it first sees the pod. */
  readonly acknowledge?: boolean;
}

function podStatus({ phase, ready, running, acknowledge = false }: PodStep): string {
  const conditions = [...(acknowledge ? ['Initialized'] : []), 'Ready', 'ContainersReady'].map((type) => {
    const met = ready || type === 'Initialized';
    const reason = `\n  reason: ${met ? '""' : 'ContainersNotReady'}`;
    return `- type: ${type}\n  status: "${met ? 'True' : 'False'}"${reason}\n  lastTransitionTime: {{ $now | Quote }}`;
  });
  const state = running
    ? 'running:\n      startedAt: {{ $startedAt | Quote }}'
    : 'waiting:\n      reason: ContainerCreating';
  return `
{{ $now := Now }}
{{ $startedAt := $now }}
{{ with .status.containerStatuses }}{{ with (index . 0).state.running }}{{ $startedAt = .startedAt }}{{ end }}{{ end }}
phase: ${phase}
${acknowledge ? 'startTime: {{ $now | Quote }}\n' : ''}conditions:
${conditions.join('\n')}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: ${ready}
  started: ${running}
  restartCount: 0
  state:
    ${state}
{{ end }}
`;
}
