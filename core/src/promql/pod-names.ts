import { escapeRegex } from './quote.ts';

/** The object whose pods are meant: any kind that makes pods, or a single Pod. */
export interface WorkloadRef {
  /** Kubernetes' word, `Deployment`; kinds of any group are told apart by this alone. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

// Generated names: apimachinery v0.36 pkg/util/rand (alphabet), apiserver v0.36 pkg/storage/names/generate.go (5 random
// characters after a base that is cut at 58). Template hashes: pkg/controller/controller_utils.go, ComputeHash (a uint32,
// so at most 10 digits, written in the same alphabet). Indexed Jobs: pkg/controller/job/indexed_job_utils.go.
const generated = '[bcdfghjklmnpqrstvwxz2456789]';
const suffix = `-${generated}{5}`;
const longestBase = 58;
const longestHash = 10;

// Stand-ins for one character of a generated part, while a base is cut to length. They cannot occur in a name.
const anyGenerated = '*';
const anyDigit = '#';

/**
 * An RE2 pattern for the names of a workload's pods, past and present; Prometheus anchors it. Another workload whose
 * name begins with this one's does not match, unless its name only adds what a controller could have generated.
 * Names so long that Kubernetes cuts them are followed to where it cuts. Of an unknown kind, any chain of generated
 * parts and ordinals after the name is taken.
 */
export function podNamePattern({ kind, name }: WorkloadRef): string {
  const literal = escapeRegex(name);
  switch (kind) {
    case 'Pod':
      return literal;
    case 'StatefulSet':
      return `${literal}-[0-9]+`;
    case 'Deployment':
    case 'Rollout':
      return fitted(`${literal}-${generated}{1,${longestHash}}${suffix}`, hashedBases(name));
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return fitted(`${literal}${suffix}`, [`${name}-`]);
    case 'DeploymentConfig':
      return fitted(`${literal}-[0-9]+${suffix}`, numberedBases(name, 1, 4));
    case 'Job':
      return fitted(`${literal}(-[0-9]+)?${suffix}`, [`${name}-`, ...indexedBases(name)]);
    case 'CronJob':
      // Jobs are named after the minute since 1970: eight digits until 2160, ten before 1.21.
      return fitted(`${literal}-[0-9]{8,10}(-[0-9]+)?${suffix}`, cronBases(name));
    default:
      return `${literal}(-([0-9]+|${generated}{1,${longestHash}}))*`;
  }
}

/** `whole` if nothing is cut; else one alternative for each distinct base after the cut. */
function fitted(whole: string, bases: readonly string[]): string {
  if (bases.every((base) => base.length <= longestBase)) return whole;
  const alternatives = bases.map((base) => `${pattern(base.slice(0, longestBase))}${generated}{5}`);
  return [...new Set(alternatives)].join('|');
}

function pattern(base: string): string {
  return base
    .split(/(\*+|#+)/)
    .map((part) => {
      if (part.startsWith(anyGenerated)) return `${generated}{${part.length}}`;
      if (part.startsWith(anyDigit)) return `[0-9]{${part.length}}`;
      return escapeRegex(part);
    })
    .join('');
}

function hashedBases(name: string): readonly string[] {
  return lengths(1, longestHash).map((length) => `${name}-${anyGenerated.repeat(length)}-`);
}

function numberedBases(name: string, shortest: number, longest: number): readonly string[] {
  return lengths(shortest, longest).map((length) => `${name}-${anyDigit.repeat(length)}-`);
}

/** The name gives way to the index, never the index to the name. */
function indexedBases(name: string): readonly string[] {
  return lengths(1, 5).map((length) => {
    const index = `-${anyDigit.repeat(length)}-`;
    return `${name.slice(0, longestBase - index.length)}${index}`;
  });
}

function cronBases(name: string): readonly string[] {
  return lengths(8, 10).flatMap((length) => {
    const job = `${name}-${anyDigit.repeat(length)}`;
    return [`${job}-`, ...indexedBases(job)];
  });
}

function lengths(shortest: number, longest: number): readonly number[] {
  return Array.from({ length: longest - shortest + 1 }, (_, index) => shortest + index);
}
