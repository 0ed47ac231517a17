import type { GroupKind } from '../manifest/kubernetes-object.ts';
import { fail, ok, type Result } from '../units/result.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  isKind,
  job,
  pod,
  replicaSet,
  replicationController,
  statefulSet,
} from './kinds.ts';

/** A workload as it is named on the command line, without its namespace. */
export interface WorkloadRef extends GroupKind {
  readonly name: string;
}

/** Why a text names no workload. The message says what to write instead. */
export interface WorkloadRefError {
  readonly code: 'missing-kind' | 'unknown-kind' | 'wrong-group' | 'invalid-name' | 'malformed';
  readonly message: string;
}

interface WorkloadResource {
  readonly kind: GroupKind;
  /** Singular, plural and short names, as `kubectl api-resources` lists them. */
  readonly names: readonly string[];
}

const resources: readonly WorkloadResource[] = [
  { kind: deployment, names: ['deployment', 'deployments', 'deploy'] },
  { kind: statefulSet, names: ['statefulset', 'statefulsets', 'sts'] },
  { kind: daemonSet, names: ['daemonset', 'daemonsets', 'ds'] },
  { kind: replicaSet, names: ['replicaset', 'replicasets', 'rs'] },
  { kind: replicationController, names: ['replicationcontroller', 'replicationcontrollers', 'rc'] },
  { kind: job, names: ['job', 'jobs'] },
  { kind: cronJob, names: ['cronjob', 'cronjobs', 'cj'] },
  { kind: pod, names: ['pod', 'pods', 'po'] },
];

const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Reads a workload as kubectl's users write it: `deploy/chat`, `deployment.apps/chat`,
 * `deployments.v1.apps/chat`, `sts/db`, and with a blank, `deployment chat`. Kinds are read without regard to
 * case.
 */
export function parseWorkloadRef(text: string): Result<WorkloadRef, WorkloadRefError> {
  const parts = text.trim().split(/\s*\/\s*|\s+/);
  const [resource = '', name = ''] = parts;
  if (parts.length === 1) {
    const message = `"${resource}" names no kind: write deployment/${resource || 'NAME'}, statefulset/… and so on`;
    return fail({ code: 'missing-kind', message });
  }
  if (parts.length > 2) {
    return fail({ code: 'malformed', message: `"${text.trim()}" is not KIND/NAME, such as deployment/chat` });
  }
  const kind = parseKind(resource);
  if (!kind.ok) return kind;
  if (!dnsSubdomain.test(name) || name.length > 253) {
    return fail({
      code: 'invalid-name',
      message: `"${name}" cannot be the name of an object: lowercase letters, digits, "-" and "." only`,
    });
  }
  return ok({ ...kind.value, name });
}

/**
 * `deployment/chat`: what {@link parseWorkloadRef} reads back. A kind that it does not know is written with
 * its group.
 */
export function formatWorkloadRef({ name, ...kind }: WorkloadRef): string {
  const known = resources.find((resource) => isKind(resource.kind, kind))?.names[0];
  const group = kind.group === '' ? '' : `.${kind.group}`;
  return `${known ?? `${kind.kind.toLowerCase()}${group}`}/${name}`;
}

/** `deployment`, `deployment.apps` or `deployment.v1.apps`. */
function parseKind(text: string): Result<GroupKind, WorkloadRefError> {
  const [resource = '', ...qualifiers] = text.toLowerCase().split('.');
  const known = resources.find(({ names }) => names.includes(resource));
  if (!known) {
    const names = resources.map(({ names: [first = ''] }) => first).join(', ');
    return fail({ code: 'unknown-kind', message: `"${text}" is no kind of workload: one of ${names}` });
  }
  const version = /^v\d+((alpha|beta)\d+)?$/;
  const group = qualifiers.filter((part, index) => index > 0 || !version.test(part)).join('.');
  if (group !== '' && group !== known.kind.group) {
    return fail({
      code: 'wrong-group',
      message: `${known.kind.kind} is in group "${known.kind.group}", not "${group}"`,
    });
  }
  return ok(known.kind);
}
