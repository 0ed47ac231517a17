// Where the control-plane programs are kept, shared by the script that builds them and the harness that runs them.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder that holds the committed Go modules, one per family of programs. */
export const goModulesDirectory = join(dirname(fileURLToPath(import.meta.url)), 'go');

/** The programs, in build order: the module each is built from, its main package, and a file that goes with it. */
export const programs = [
  { name: 'etcd', module: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  { name: 'kwok', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  { name: 'kube-apiserver', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  {
    name: 'kube-controller-manager',
    module: 'kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
  },
  { name: 'kube-scheduler', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  { name: 'kubectl', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kubectl' },
  {
    name: 'vpa-recommender',
    module: 'vpa',
    package: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/recommender',
    // What it needs of its module beside itself: file there, and what is added to the program's name here.
    companion: { file: 'deploy/vpa-v1-crd-gen.yaml', suffix: '.crds.yaml' },
  },
  {
    name: 'vpa-admission-controller',
    module: 'vpa',
    package: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/admission-controller',
  },
  { name: 'kustomize', module: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' },
  { name: 'helm', module: 'helm', package: 'helm.sh/helm/v4/cmd/helm' },
  // What the metrics adapter is held to.
  {
    name: 'prometheus-adapter',
    module: 'prometheus-adapter',
    package: 'sigs.k8s.io/prometheus-adapter/cmd/adapter',
  },
];

/** The Kubernetes version that the committed module pins, without its leading "v". */
export function pinnedKubernetesVersion() {
  return requiredVersion(join(goModulesDirectory, 'kubernetes'), 'k8s.io/kubernetes').slice(1);
}

/**
 * The version, with its leading "v", at which the go.mod in `moduleDirectory` requires `modulePath`.
 * Throws when it does not require it.
 */
export function requiredVersion(moduleDirectory, modulePath) {
  const file = join(moduleDirectory, 'go.mod');
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const words = line
      .trim()
      .replace(/^require /, '')
      .split(/\s+/);
    if (words[0] === modulePath && words[1]?.startsWith('v')) return words[1];
  }
  throw new Error(`${file} does not require ${modulePath}`);
}

/** The folder where the programs of one Kubernetes version are kept; usable as KUBEBUILDER_ASSETS. */
export function cacheDirectory(kubernetesVersion, environment = process.env) {
  const root = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(root, 'kubectl-autoscale', 'controlplane', kubernetesVersion);
}

/** The file beside a cached program that says what it was built from. */
export function stampFile(directory, name) {
  return join(directory, `${name}.stamp.json`);
}
