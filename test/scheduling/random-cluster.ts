/**
 * Clusters and pods that collide in every way that the scheduler knows: few zones, few labels, small nodes. The same
 * seed gives the same cluster.
 */
export interface RandomCluster {
  readonly nodes: readonly object[];
  /** Volumes that some zones reach, and the claims that are bound to them. */
  readonly disks: readonly object[];
  /** One after the other; each is scheduled before the next is made. */
  readonly pods: readonly object[];
}

export function randomCluster(seed: number, sizes: { nodes: number; pods: number }): RandomCluster {
  const random = randomOf(seed);
  return {
    nodes: Array.from({ length: sizes.nodes }, (_, index) => randomNode(random, `node-${index}`)),
    disks: zones.flatMap(disk),
    pods: Array.from({ length: sizes.pods }, (_, index) => randomPod(random, `pod-${index}`)),
  };
}

/** `disk-a` says by node affinity where it is, as volumes do today; `old-a` by its label, as they did. */
function disk(zone: string): readonly object[] {
  const key = 'topology.kubernetes.io/zone';
  const term = { matchExpressions: [{ key, operator: 'In', values: [zone] }] };
  return [
    ...boundDisk(`disk-${zone}`, {}, { nodeAffinity: { required: { nodeSelectorTerms: [term] } } }),
    ...boundDisk(`old-${zone}`, { [key]: zone }, {}),
  ];
}

function boundDisk(name: string, labels: object, reach: object): readonly object[] {
  const shared = { accessModes: ['ReadWriteMany'], storageClassName: '' };
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, labels },
      spec: {
        ...shared,
        ...reach,
        capacity: { storage: '1Gi' },
        csi: { driver: 'disks.example', volumeHandle: name },
        claimRef: { namespace: 'default', name },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'default' },
      spec: { ...shared, volumeName: name, resources: { requests: { storage: '1Gi' } } },
    },
  ];
}

class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** From 0 up to 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!;
  }
  /** What `make` gives, or no fields at all. */
  maybe(share: number, make: () => object): object {
    return this.chance(share) ? make() : {};
  }
}

const randomOf = (seed: number): Random => new Random(seed);
const zones = ['a', 'b', 'c'];
const applications = ['web', 'db', 'cache'];

function randomNode(random: Random, name: string): object {
  const zone = random.pick(zones);
  const gpus = random.chance(0.3) ? { 'nvidia.com/gpu': random.pick(['1', '2']) } : {};
  const resources = {
    cpu: random.pick(['2', '8', '16']),
    memory: random.pick(['4Gi', '16Gi', '32Gi']),
    pods: random.pick(['4', '20']),
    ...gpus,
  };
  const taints = [
    ...(random.chance(0.25) ? [{ key: 'spot', value: 'true', effect: 'NoSchedule' }] : []),
    ...(random.chance(0.1) ? [{ key: 'nvidia.com/gpu', effect: 'NoExecute' }] : []),
    ...(random.chance(0.1) ? [{ key: 'old', effect: 'PreferNoSchedule' }] : []),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        ...random.maybe(0.85, () => ({ 'topology.kubernetes.io/zone': zone })),
        ...random.maybe(0.5, () => ({ disk: random.pick(['ssd', 'hdd']) })),
        generation: random.pick(['3', '5', '7', 'x']),
      },
    },
    spec: { taints, ...random.maybe(0.08, () => ({ unschedulable: true })) },
    status: { allocatable: resources, capacity: resources },
  };
}

function randomPod(random: Random, name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      labels: { app: random.pick(applications), ...random.maybe(0.3, () => ({ tier: 'front' })) },
    },
    spec: {
      terminationGracePeriodSeconds: 0,
      ...random.maybe(0.2, () => ({ nodeSelector: { disk: random.pick(['ssd', 'hdd', 'tape']) } })),
      ...random.maybe(0.3, () => ({ affinity: randomAffinity(random) })),
      ...random.maybe(0.4, () => ({ tolerations: [randomToleration(random)] })),
      ...random.maybe(0.35, () => ({ topologySpreadConstraints: [randomSpread(random)] })),
      ...random.maybe(0.15, () => ({ initContainers: [randomInitContainer(random)] })),
      ...random.maybe(0.3, () => ({
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: randomClaim(random) } }],
      })),
      ...random.maybe(0.1, () => ({ overhead: { cpu: '100m' }, runtimeClassName: 'sandboxed' })),
      containers: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          resources: randomResources(random),
          ...random.maybe(0.12, () => ({
            ports: [{ containerPort: 80, hostPort: 80, ...random.maybe(0.3, () => ({ protocol: 'UDP' })) }],
          })),
        },
      ],
    },
  };
}

const randomClaim = (random: Random): string => `${random.pick(['disk', 'old'])}-${random.pick(zones)}`;

function randomResources(random: Random): object {
  const gpus = random.chance(0.2) ? { 'nvidia.com/gpu': random.pick(['1', '2', '4']) } : {};
  return {
    requests: {
      ...random.maybe(0.85, () => ({ cpu: random.pick(['100m', '500m', '1', '3']) })),
      ...random.maybe(0.7, () => ({ memory: random.pick(['128Mi', '1Gi', '3Gi']) })),
      ...gpus,
    },
    ...(Object.keys(gpus).length > 0 && { limits: gpus }),
  };
}

function randomInitContainer(random: Random): object {
  return {
    name: 'first',
    image: 'registry.example/first:1',
    resources: { requests: { cpu: random.pick(['200m', '2']) } },
    ...random.maybe(0.5, () => ({ restartPolicy: 'Always' })),
  };
}

function randomToleration(random: Random): object {
  return random.pick([
    { key: 'spot', operator: 'Exists' },
    { key: 'spot', value: 'true' },
    { key: 'spot', value: 'false' },
    { operator: 'Exists' },
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
  ]);
}

function randomSpread(random: Random): object {
  return {
    maxSkew: random.pick([1, 2]),
    topologyKey: random.pick(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']),
    whenUnsatisfiable: random.pick(['DoNotSchedule', 'DoNotSchedule', 'ScheduleAnyway']),
    labelSelector: { matchLabels: { app: random.pick(applications) } },
    ...random.maybe(0.3, () => ({ nodeTaintsPolicy: 'Honor' })),
    ...random.maybe(0.3, () => ({ nodeAffinityPolicy: 'Ignore' })),
    ...random.maybe(0.2, () => ({ matchLabelKeys: ['tier'] })),
  };
}

function randomAffinity(random: Random): object {
  const podTerm = (): object => ({
    requiredDuringSchedulingIgnoredDuringExecution: [
      {
        topologyKey: random.pick(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']),
        labelSelector: { matchLabels: { app: random.pick(applications) } },
        ...random.maybe(0.2, () => ({ namespaceSelector: {} })),
      },
    ],
  });
  return {
    ...random.maybe(0.45, () => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                random.pick([
                  { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a', 'b'] },
                  { key: 'topology.kubernetes.io/zone', operator: 'NotIn', values: ['c'] },
                  { key: 'disk', operator: 'Exists' },
                  { key: 'disk', operator: 'DoesNotExist' },
                  { key: 'generation', operator: 'Gt', values: ['4'] },
                  { key: 'generation', operator: 'Lt', values: ['4'] },
                ]),
              ],
            },
          ],
        },
      },
    })),
    ...random.maybe(0.3, () => ({ podAffinity: podTerm() })),
    ...random.maybe(0.4, () => ({ podAntiAffinity: podTerm() })),
  };
}
