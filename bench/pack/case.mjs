import { expandPriceBook } from '../../core/dist/cost/index.js';
import { awsUsEast1 } from '../../core/dist/cost/price-books/aws-us-east-1.generated.js';
import { seededRandom } from '../../core/dist/stats/index.js';

const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const gib = 2 ** 30;

/** 200 instance types of the bundled book, every GPU model that pods ask for among them, in three zones, on demand and spot. */
export function nodeOptions(count = 200) {
  const book = expandPriceBook(awsUsEast1);
  const usable = book.offerings.filter(
    ({ architecture, allocatable, maxPods, spotPerHour, instanceType }) =>
      architecture === 'amd64' && allocatable && maxPods && spotPerHour && !instanceType.includes('metal'),
  );
  const gpu = usable.filter((each) => each.gpu && models.includes(each.gpu.model));
  const plain = usable.filter((each) => !each.gpu && /^[cmrt][5-7]/.test(each.instanceType));
  const types = [...gpu, ...plain].slice(0, count);
  if (types.length < count) throw new Error(`the book has only ${types.length} such instance types`);
  return types.flatMap((offering) =>
    zones.flatMap((zone) =>
      ['on-demand', 'spot'].map((capacityType) => optionOf(offering, zone, capacityType)),
    ),
  );
}

const models = ['t4', 'a10g', 'l4', 'v100', 'a100', 'h100'];

function optionOf(
  { instanceType, gpu, allocatable, maxPods, onDemandPerHour, spotPerHour },
  zone,
  capacityType,
) {
  const labels = {
    'node.kubernetes.io/instance-type': instanceType,
    'topology.kubernetes.io/zone': zone,
    'karpenter.sh/capacity-type': capacityType,
    ...(gpu && { 'gpu-type': gpu.model }),
  };
  const amounts = new Map([
    ['cpu', allocatable.cpuCores * 1000],
    ['memory', allocatable.memoryBytes],
    ['pods', maxPods],
    ...(gpu ? [['nvidia.com/gpu', gpu.count]] : []),
  ]);
  const taints = [
    ...(gpu ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : []),
    ...(capacityType === 'spot' ? [{ key: 'spot', value: 'true', effect: 'NoSchedule' }] : []),
  ];
  const node = { name: instanceType, labels, taints, unschedulable: false, allocatable: amounts };
  return {
    instanceType,
    capacityType,
    zone,
    pricePerHour: capacityType === 'spot' ? spotPerHour : onDemandPerHour,
    template: { node, capacity: amounts, daemonSetPods: [] },
  };
}

/** So many pods of at least so many shapes: CPU and memory log-normal as clusters have them, GPUs, zones, tolerations of spot. */
export function pods(count, shapes, seed = 1) {
  const random = seededRandom(seed);
  const kinds = Array.from({ length: shapes }, (_, index) => shape(random, index));
  return Array.from({ length: count }, (_, index) => {
    const kind = index < shapes ? kinds[index] : kinds[Math.floor(random.next() ** 2 * shapes)];
    return { ...kind, name: `pod-${index}` };
  });
}

function shape(random, index) {
  const withGpu = random.next() < 0.08;
  const gpus = withGpu ? [1, 1, 1, 1, 2, 4][Math.floor(random.next() * 6)] : 0;
  const model = models[Math.floor(random.next() * 4)];
  const cpu = withGpu
    ? 500 * Math.ceil(gpus * (1 + random.next() * 5))
    : Math.min(Math.max(Math.round(Math.exp(6.2 + 0.9 * random.normal()) / 10) * 10, 50), 14000);
  const perCore = Math.exp(Math.log(3) + 0.7 * random.normal()) * gib;
  const memory = Math.max(Math.round(((cpu / 1000) * Math.min(perCore, 12 * gib)) / 2 ** 20), 32) * 2 ** 20;
  const spot = random.next() < 0.5;
  const zone = random.next() < 0.15 ? zones[Math.floor(random.next() * 3)] : undefined;
  return {
    namespace: 'bench',
    labels: { app: `app-${index}` },
    requests: [['cpu', cpu], ['memory', memory], ...(gpus ? [['nvidia.com/gpu', gpus]] : [])],
    nodeSelector: {
      ...(withGpu && { 'gpu-type': model }),
      ...(zone && { 'topology.kubernetes.io/zone': zone }),
    },
    tolerations: [
      ...(withGpu ? [{ key: 'nvidia.com/gpu', operator: 'Exists' }] : []),
      ...(spot ? [{ key: 'spot', operator: 'Exists' }] : []),
    ],
    hostPorts: [],
    podAffinity: [],
    podAntiAffinity: [],
    spread: [],
    volumes: [],
    priority: 0,
    terminating: false,
  };
}
