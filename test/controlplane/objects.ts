/** A node for kwok to play. */
export function simulatedNode(
  name: string,
  {
    cpu = '8',
    memory = '32Gi',
    pods = '110',
    labels = {},
    annotations = {},
    extended = {},
  }: {
    readonly cpu?: string;
    readonly memory?: string;
    readonly pods?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** Extended resources, for example nvidia.com/gpu. */
    readonly extended?: Readonly<Record<string, string>>;
  } = {},
): object {
  const resources = { cpu, memory, pods, ...extended };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    status: { allocatable: resources, capacity: resources },
  };
}

/** A Deployment of one container that runs nothing, in namespace `default` unless told otherwise. */
export function deployment(
  name: string,
  {
    namespace = 'default',
    replicas,
    requests = {},
    podAnnotations = {},
  }: {
    readonly namespace?: string;
    readonly replicas: number;
    readonly requests?: Readonly<Record<string, string>>;
    readonly podAnnotations?: Readonly<Record<string, string>>;
  },
): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: podAnnotations },
        spec: {
          // A simulated kubelet ends pods at once.
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10', resources: { requests } }],
        },
      },
    },
  };
}

/** An HPA for the Deployment of the same name. */
export function horizontalPodAutoscaler(name: string, namespace: string, spec: object): object {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, ...spec },
  };
}
