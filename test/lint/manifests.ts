/** Short ways to write whole manifests in tests. Lines are indented by the caller as in the field they stand for. */

export function hpa(
  spec: string,
  options: { readonly name?: string; readonly version?: string; readonly target?: string } = {},
): string {
  const { name = 'web', version = 'v2', target = 'web' } = options;
  return `apiVersion: autoscaling/${version}
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
  namespace: shop
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${target}
${indented(spec, 2)}`;
}

/** An HPA from 2 to 10 replicas with these metrics (list items, not indented). */
export function hpaWithMetrics(metrics: string, options: Parameters<typeof hpa>[1] = {}): string {
  return hpa(`minReplicas: 2\nmaxReplicas: 10\nmetrics:\n${indented(metrics, 2)}`, options);
}

export function vpa(
  spec: string,
  options: { readonly name?: string; readonly target?: string } = {},
): string {
  const { name = 'web', target = 'web' } = options;
  return `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: ${name}
  namespace: shop
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${target}
${indented(spec, 2)}`;
}

interface DeploymentOptions {
  readonly name?: string;
  readonly kind?: string;
  /** Further lines of `spec`. */
  readonly spec?: string;
  /** Further lines of the pod's `metadata`. */
  readonly podMetadata?: string;
}

/** A Deployment named web with this pod spec. */
export function deployment(podSpec: string, options: DeploymentOptions = {}): string {
  const { name = 'web', kind = 'Deployment', spec = 'replicas: 3', podMetadata = '' } = options;
  return `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop
spec:
${indented(spec, 2)}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
${indented(podMetadata, 6)}    spec:
${indented(podSpec, 6)}`;
}

/** A Deployment with one container that has these resources. */
export function deploymentWithResources(resources: string, options: DeploymentOptions = {}): string {
  const lines = resources === '' ? '' : `    resources:\n${indented(resources, 6)}`;
  return deployment(`containers:\n  - name: web\n    image: registry.example/web:1\n${lines}`, options);
}

export function pdb(
  spec: string,
  options: { readonly name?: string; readonly app?: string; readonly version?: string } = {},
): string {
  const { name = 'web', app = 'web', version = 'v1' } = options;
  return `apiVersion: policy/${version}
kind: PodDisruptionBudget
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    matchLabels:
      app: ${app}
${indented(spec, 2)}`;
}

/** A Cluster Autoscaler deployment with these arguments, one per line. */
export function clusterAutoscaler(args: string, tag = 'v1.33.0'): string {
  const items = args
    .trim()
    .split('\n')
    .map((arg) => `  - ${arg}\n`)
    .join('');
  return deployment(
    `serviceAccountName: cluster-autoscaler
containers:
  - name: cluster-autoscaler
    image: registry.k8s.io/autoscaling/cluster-autoscaler:${tag}
    command:
      - ./cluster-autoscaler
${indented(items, 4)}`,
    { name: 'cluster-autoscaler', spec: 'replicas: 1' },
  );
}

export function documents(...texts: readonly string[]): string {
  return texts.join('---\n');
}

function indented(text: string, by: number): string {
  if (text === '') return '';
  return `${text.replace(/\n$/, '').replace(/^(?=.)/gm, ' '.repeat(by))}\n`;
}

/** A ScaledObject of KEDA for the Deployment web. */
export function scaledObject(
  spec: string,
  options: { readonly name?: string; readonly metadata?: string } = {},
): string {
  const { name = 'web', metadata = '' } = options;
  return `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: ${name}
  namespace: shop
${indented(metadata, 2)}spec:
  scaleTargetRef:
    name: web
${indented(spec, 2)}`;
}
