import type { PodTemplateView } from '../apis/pod-template.ts';

/** Labels and annotations by which users ask for a sidecar that no manifest shows. */
const injectors: readonly string[] = [
  'sidecar.istio.io/inject',
  'istio.io/rev',
  'linkerd.io/inject',
  'config.linkerd.io/proxy-enabled',
  'dapr.io/enabled',
  'vault.hashicorp.com/agent-inject',
  'consul.hashicorp.com/connect-inject',
  'kuma.io/sidecar-injection',
  'appmesh.k8s.aws/sidecarInjectorWebhook',
];

/** Whether the pod will have containers beside those in the manifest, as far as its own metadata tell. */
export function hasInjectedSidecars({ labels, annotations }: PodTemplateView): boolean {
  return injectors.some((key) => {
    const value = annotations[key] ?? labels[key];
    return value !== undefined && value !== 'false' && value !== 'disabled';
  });
}
