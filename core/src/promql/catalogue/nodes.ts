import { defineQuery, type QueryIdentity } from '../defined-query.ts';
import { equal, type Matcher, noneOf, notEqual, selector } from '../selector.ts';
import { fiveMinutesMs, windowIdentity, type WindowOptions, windowText } from '../window.ts';

/** One node, or all. */
export interface NodeOptions extends WindowOptions {
  readonly node?: string;
}

const perNode = 'One series for each node (`node`).';

function identity({ node, windowMs }: NodeOptions = {}): QueryIdentity {
  return { node, window: windowIdentity(windowMs, fiveMinutesMs) };
}

/** Renames `from` to `node` and sums. */
function sumByNode(vector: string, from: string): string {
  return `sum by (node) (label_replace(${vector}, "node", "$1", "${from}", "(.+)"))`;
}

/** node-exporter knows its node by address only; `node_uname_info` says which name that is. */
function named(vector: string, node: string | undefined): string {
  const names = selector('node_uname_info', node === undefined ? [] : [equal('nodename', node)]);
  const joined = `${vector} * on (instance) group_left (nodename) max by (instance, nodename) (${names})`;
  return sumByNode(joined, 'nodename');
}

/** A cAdvisor series of the root cgroup, whose node stands in `node` or, in older scrapes, in `instance`. */
function rootCgroup(metric: string, node: string | undefined, vector: (selected: string) => string): string {
  const root = equal('id', '/');
  const withNode = [root, node === undefined ? notEqual('node', '') : equal('node', node)];
  const withoutNode = [root, equal('node', ''), ...(node === undefined ? [] : [equal('instance', node)])];
  const restored = `label_replace(${vector(selector(metric, withoutNode))}, "node", "$1", "instance", "([^:]+)(:[0-9]+)?")`;
  return `${vector(selector(metric, withNode))} or ${restored}`;
}

export const nodeCpuUsage = defineQuery<[options?: NodeOptions]>(
  {
    name: 'node-cpu-usage',
    meaning: 'CPU in use on a node, without waiting for I/O and without what the hypervisor took.',
    exporter: 'node-exporter',
    series: ['node_cpu_seconds_total', 'node_uname_info'],
    unit: 'cores',
    aggregation: perNode,
  },
  identity,
  ({ node, windowMs = fiveMinutesMs } = {}) => {
    const busy = selector('node_cpu_seconds_total', [noneOf('mode', ['idle', 'iowait', 'steal'])]);
    const rate = `max by (instance, cpu, mode) (rate(${busy}[${windowText(windowMs)}]))`;
    return named(`sum by (instance) (${rate})`, node);
  },
);

export const nodeMemoryUsed = defineQuery<[options?: NodeOptions]>(
  {
    name: 'node-memory-used',
    meaning: 'Memory of a node that is not available to new work.',
    exporter: 'node-exporter',
    series: ['node_memory_MemTotal_bytes', 'node_memory_MemAvailable_bytes', 'node_uname_info'],
    unit: 'bytes',
    aggregation: perNode,
  },
  identity,
  ({ node } = {}) => {
    const [total, available] = ['node_memory_MemTotal_bytes', 'node_memory_MemAvailable_bytes'].map(
      (metric) => `max by (instance) (${metric})`,
    );
    return named(`(${total} - ${available})`, node);
  },
);

export const nodeCgroupCpuUsage = defineQuery<[options?: NodeOptions]>(
  {
    name: 'node-cgroup-cpu-usage',
    meaning: 'CPU in use on a node, as its kubelet sees it: for clusters without node-exporter.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_cpu_usage_seconds_total'],
    unit: 'cores',
    aggregation: perNode,
  },
  identity,
  ({ node, windowMs = fiveMinutesMs } = {}) => {
    const rate = (selected: string): string => `rate(${selected}[${windowText(windowMs)}])`;
    const root = rootCgroup('container_cpu_usage_seconds_total', node, rate);
    return `sum by (node) (max by (node, cpu) (${root}))`;
  },
);

export const nodeCgroupMemoryUsed = defineQuery<[options?: NodeOptions]>(
  {
    name: 'node-cgroup-memory-used',
    meaning: 'Working set of all of a node, as its kubelet sees it: for clusters without node-exporter.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_memory_working_set_bytes'],
    unit: 'bytes',
    aggregation: perNode,
  },
  identity,
  ({ node } = {}) =>
    `max by (node) (${rootCgroup('container_memory_working_set_bytes', node, (selected) => selected)})`,
);

export const nodeGpuUtilization = defineQuery<[options?: NodeOptions]>(
  {
    name: 'node-gpu-utilization',
    meaning: 'Mean utilization of a node’s GPUs, idle ones included, 0–1.',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_GPU_UTIL'],
    unit: 'ratio',
    aggregation: perNode,
  },
  identity,
  ({ node } = {}) => {
    const gpus = selector('DCGM_FI_DEV_GPU_UTIL', node === undefined ? [] : [equal('Hostname', node)]);
    const each = `max by (Hostname, gpu) (${gpus})`;
    return `${sumByNode(`avg by (Hostname) (${each})`, 'Hostname')} / 100`;
  },
);

/** A resource as kube-state-metrics writes it: `cpu`, `memory`, `nvidia_com_gpu`. */
type NodeResourceArguments = [resource: string, options?: Pick<NodeOptions, 'node'>];

const resourceIdentity = (resource: string, { node }: NodeOptions = {}): QueryIdentity => ({
  node,
  resource,
});

const resourceMatchers = (resource: string, node: string | undefined): readonly Matcher[] => [
  equal('resource', resource),
  node === undefined ? notEqual('node', '') : equal('node', node),
];

export const nodeRequests = defineQuery<NodeResourceArguments>(
  {
    name: 'node-requests',
    meaning: 'What the pods on a node that have not ended request of a resource: cores, bytes or devices.',
    exporter: 'kube-state-metrics',
    series: ['kube_pod_container_resource_requests', 'kube_pod_status_phase'],
    unit: '',
    aggregation: perNode,
  },
  resourceIdentity,
  (resource, { node } = {}) => {
    const requests = selector('kube_pod_container_resource_requests', resourceMatchers(resource, node));
    // `uid` names a pod in either spelling of its namespace and name.
    const perPod = `sum by (node, uid) (max by (node, uid, container, exported_container) (${requests}))`;
    const alive = 'max by (uid) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1';
    return `sum by (node) (${perPod} * on (uid) group_left () (${alive}))`;
  },
);

export const nodeAllocatable = defineQuery<NodeResourceArguments>(
  {
    name: 'node-allocatable',
    meaning: 'What a node can give to pods of a resource: cores, bytes or devices.',
    exporter: 'kube-state-metrics',
    series: ['kube_node_status_allocatable'],
    unit: '',
    aggregation: perNode,
  },
  resourceIdentity,
  (resource, { node } = {}) =>
    `max by (node) (${selector('kube_node_status_allocatable', resourceMatchers(resource, node))})`,
);
