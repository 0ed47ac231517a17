import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

import { generatedName, seededRandom } from './random.mjs';
import { END_MS, POOLS } from './services.mjs';

const MANIFESTS = fileURLToPath(new URL('../k8s/', import.meta.url));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** What `kubectl get` would have shown at the end of the recording: the deployed manifests with status, pods and nodes. */
export function clusterObjects(runs) {
  const random = seededRandom(7);
  const nodes = makeNodes(runs, random);
  const manifests = deployedManifests();
  const byKind = (kind) => manifests.filter((object) => object.kind === kind);
  const deployments = byKind('Deployment').map((object) => withDeploymentStatus(object, runs));
  const pods = runs.flatMap((run) => podsOf(run, deployments, nodes, random));
  return [
    ...deployments,
    ...runs.map((run) => replicaSetOf(run, deployments)),
    ...pods,
    ...byKind('HorizontalPodAutoscaler').map((hpa) => withHpaStatus(hpa, runs)),
    ...manifests.filter((object) => !['Deployment', 'HorizontalPodAutoscaler'].includes(object.kind)),
    ...nodes,
  ];
}

/** Every manifest but asr's, which is not deployed yet. */
function deployedManifests() {
  return readdirSync(MANIFESTS, { recursive: true })
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('asr'))
    .sort()
    .flatMap((name) =>
      parseAllDocuments(readFileSync(join(MANIFESTS, name), 'utf8')).map((document) => document.toJS()),
    )
    .flatMap((object) => (object.kind === 'List' ? object.items : [object]));
}

function makeNodes(runs, random) {
  const nodes = [];
  for (const [pool, shape] of Object.entries(POOLS)) {
    const pods = runs
      .filter((run) => run.service.pool === pool)
      .reduce((sum, run) => sum + run.alive.length, 0);
    for (let i = 0; i < Math.ceil(pods / shape.podsPerNode); i += 1)
      nodes.push(nodeOf(pool, shape, i, random));
  }
  return nodes;
}

function nodeOf(pool, shape, index, random) {
  const zone = `us-east-1${'abc'[index % 3]}`;
  const gpu = shape.gpu === undefined ? {} : { 'nvidia.com/gpu': '1' };
  const taints = [
    ...(shape.gpu === undefined ? [] : [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]),
    ...(shape.capacityType === 'spot' ? [{ key: 'spot', value: 'true', effect: 'NoSchedule' }] : []),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `${pool}-${generatedName(random, 5)}`,
      creationTimestamp: iso(END_MS - 3 * 86_400_000),
      labels: {
        'node.kubernetes.io/instance-type': shape.instanceType,
        'topology.kubernetes.io/region': 'us-east-1',
        'topology.kubernetes.io/zone': zone,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'eks.amazonaws.com/capacityType': shape.capacityType === 'spot' ? 'SPOT' : 'ON_DEMAND',
        'eks.amazonaws.com/nodegroup': pool,
        ...(shape.gpu === undefined ? {} : { 'nvidia.com/gpu.product': shape.gpu }),
      },
    },
    spec: { ...(taints.length > 0 ? { taints } : {}) },
    status: {
      capacity: { cpu: shape.cpu, memory: shape.memory, pods: '58', ...gpu },
      allocatable: { cpu: shape.allocatableCpu, memory: shape.allocatableMemory, pods: '58', ...gpu },
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: iso(END_MS - 3 * 86_400_000) }],
      nodeInfo: { kubeletVersion: 'v1.34.1' },
    },
  };
}

function runOf(name, runs) {
  return runs.find((run) => run.service.name === name);
}

function withDeploymentStatus(object, runs) {
  const run = runOf(object.metadata.name, runs);
  if (run === undefined) {
    return { ...object, status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 } };
  }
  const replicas = run.alive.length;
  const ready = run.alive.filter((pod) => pod.readyMs <= END_MS).length;
  return {
    ...object,
    metadata: { ...object.metadata, uid: `uid-deployment-${object.metadata.name}`, generation: 1 },
    spec: { ...object.spec, replicas },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  };
}

function replicaSetOf({ service, template, alive }, deployments) {
  const deployment = deployments.find((object) => object.metadata.name === service.name);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${service.name}-${template}`,
      namespace: 'prod',
      uid: `uid-replicaset-${service.name}`,
      labels: { ...deployment.spec.template.metadata.labels, 'pod-template-hash': template },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: service.name,
          uid: deployment.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: { replicas: alive.length, selector: deployment.spec.selector },
    status: { replicas: alive.length },
  };
}

function podsOf({ service, template, alive }, deployments, nodes, random) {
  const deployment = deployments.find((object) => object.metadata.name === service.name);
  const pool = nodes.filter((node) => node.metadata.labels['eks.amazonaws.com/nodegroup'] === service.pool);
  const free = pool.filter((node) => (node.used ?? 0) < POOLS[service.pool].podsPerNode);
  return alive.map((pod) => {
    const node = free.find((candidate) => (candidate.used ?? 0) < POOLS[service.pool].podsPerNode);
    Object.defineProperty(node, 'used', {
      value: (node.used ?? 0) + 1,
      enumerable: false,
      configurable: true,
    });
    const ready = pod.readyMs <= END_MS;
    const since = iso(Math.round((ready ? pod.readyMs : pod.bornMs) / 1000) * 1000);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: pod.name,
        namespace: 'prod',
        creationTimestamp: iso(pod.bornMs),
        labels: { ...deployment.spec.template.metadata.labels, 'pod-template-hash': template },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: `${service.name}-${template}`,
            uid: `uid-replicaset-${service.name}`,
            controller: true,
          },
        ],
      },
      spec: { ...deployment.spec.template.spec, nodeName: node.metadata.name },
      status: {
        phase: 'Running',
        startTime: iso(pod.bornMs),
        conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: since }],
        podIP: `10.0.${Math.floor(random() * 250)}.${Math.floor(random() * 250)}`,
      },
    };
  });
}

/** The API server stores what was written as v2beta2 as autoscaling/v2. */
function withHpaStatus(hpa, runs) {
  const run = runOf(hpa.spec.scaleTargetRef.name, runs);
  return {
    ...hpa,
    apiVersion: 'autoscaling/v2',
    status: { currentReplicas: run.alive.length, desiredReplicas: run.alive.length },
  };
}
