import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { cacheDirectory, pinnedKubernetesVersion, stampFile } from './binary-cache.mjs';

/** Programs of a control plane: from KUBEBUILDER_ASSETS, else from the cache that build-binaries.mjs fills. */
export const controlPlaneBinaries = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
  'vpa-recommender',
  'vpa-admission-controller',
  'kustomize',
  'helm',
  'prometheus-adapter',
] as const;

/** Programs of the operating system: from PATH. */
export const systemBinaries = ['prometheus', 'promtool', 'openssl'] as const;

export type BinaryName = (typeof controlPlaneBinaries)[number] | (typeof systemBinaries)[number];

/** A found program, or why there is none and how to get it. */
export type BinarySearch =
  | { readonly name: BinaryName; readonly path: string }
  | { readonly name: BinaryName; readonly path: null; readonly reason: string; readonly remedy: string };

const buildCommand = 'node test/controlplane/build-binaries.mjs';

/** Looks for one program. An unfinished or damaged program in the cache counts as absent. */
export function findBinary(name: BinaryName, environment: NodeJS.ProcessEnv = process.env): BinarySearch {
  if ((systemBinaries as readonly string[]).includes(name)) return findOnPath(name, environment);
  const assets = environment.KUBEBUILDER_ASSETS;
  if (assets) {
    const path = join(assets, name);
    if (isExecutable(path)) return { name, path };
    // setup-envtest brings etcd, kube-apiserver and kubectl only; the others may be in the cache.
  }
  return findInCache(name, environment);
}

/** Looks for one program and throws, saying how to get it, when it is absent. */
export function requireBinary(name: BinaryName, environment: NodeJS.ProcessEnv = process.env): string {
  const search = findBinary(name, environment);
  if (search.path === null) throw new Error(`${name}: ${search.reason}; ${search.remedy}`);
  return search.path;
}

/**
 * One sentence that says which of these programs are absent and how to get them, or null when all are there.
 */
export function describeMissing(
  names: readonly BinaryName[],
  environment: NodeJS.ProcessEnv = process.env,
): string | null {
  const missing = names.map((name) => findBinary(name, environment)).filter((search) => search.path === null);
  if (missing.length === 0) return null;
  const remedies = [...new Set(missing.map((search) => search.remedy))];
  return `${missing.map((search) => search.name).join(', ')} not found; ${remedies.join('; ')}`;
}

function findInCache(name: BinaryName, environment: NodeJS.ProcessEnv): BinarySearch {
  const directory = cacheDirectory(
    environment.KUBECTL_AUTOSCALE_KUBERNETES_VERSION ?? pinnedKubernetesVersion(),
    environment,
  );
  const path = join(directory, name);
  const remedy = `to build: ${buildCommand}`;
  if (!isExecutable(path)) return { name, path: null, reason: `not in ${directory}`, remedy };
  if (!hasRecordedSize(path, stampFile(directory, name))) {
    return { name, path: null, reason: `${path} is not what was built there`, remedy };
  }
  return { name, path };
}

function findOnPath(name: BinaryName, environment: NodeJS.ProcessEnv): BinarySearch {
  for (const directory of (environment.PATH ?? '').split(delimiter)) {
    const path = join(directory, name);
    if (directory !== '' && isExecutable(path)) return { name, path };
  }
  const package_ = name === 'promtool' ? 'prometheus' : name;
  return {
    name,
    path: null,
    reason: 'not on PATH',
    remedy: `to install: apt-get install ${package_} (or brew)`,
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Compares sizes only: the build script compares the bytes. */
function hasRecordedSize(path: string, stampPath: string): boolean {
  try {
    const stamp = JSON.parse(readFileSync(stampPath, 'utf8')) as { bytes?: unknown };
    return stamp.bytes === statSync(path).size;
  } catch {
    return false;
  }
}
