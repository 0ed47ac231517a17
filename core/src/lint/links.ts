import type { RuleReference } from './rule.ts';

/** A file of kubernetes/kubernetes at the release that was read. */
export function kubernetesSource(path: string, title: string): RuleReference {
  return { title, url: `https://github.com/kubernetes/kubernetes/blob/v1.37.2/${path}` };
}

/** An issue or pull request. */
export function thread(repository: string, number: number, title: string): RuleReference {
  return {
    title: `${repository}#${number}: ${title}`,
    url: `https://github.com/${repository}/issues/${number}`,
  };
}

/** A page of kubernetes.io. */
export function kubernetesDocs(path: string, title: string): RuleReference {
  return { title: `Kubernetes: ${title}`, url: `https://kubernetes.io/docs/${path}` };
}

/** A file of kubernetes/autoscaler's Vertical Pod Autoscaler at the release that was read. */
export function vpaSource(path: string, title: string): RuleReference {
  return {
    title,
    url: `https://github.com/kubernetes/autoscaler/blob/vertical-pod-autoscaler-1.7.1/vertical-pod-autoscaler/${path}`,
  };
}

/** A file of kubernetes/autoscaler's Cluster Autoscaler at the release that was read. */
export function clusterAutoscalerSource(path: string, title: string): RuleReference {
  return {
    title,
    url: `https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/${path}`,
  };
}

export const hpaValidation = kubernetesSource(
  'pkg/apis/autoscaling/validation/validation.go',
  'kube-apiserver: validation of autoscaling (v1.37.2)',
);

export const hpaGuide = kubernetesDocs(
  'tasks/run-application/horizontal-pod-autoscale/',
  'Horizontal Pod Autoscaling',
);

/** A file of kedacore/keda at the release that was read. */
export function kedaSource(path: string, title: string): RuleReference {
  return { title, url: `https://github.com/kedacore/keda/blob/v2.20.2/${path}` };
}

/** A page of Karpenter's documentation. */
export function karpenterDocs(path: string, title: string): RuleReference {
  return { title: `Karpenter: ${title}`, url: `https://karpenter.sh/docs/${path}` };
}

/** A file of kubernetes-sigs/karpenter at the release that was read. */
export function karpenterSource(path: string, title: string): RuleReference {
  return { title, url: `https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/${path}` };
}

/** Cluster Autoscaler's FAQ at the release that was read; `anchor` is a heading. */
export function clusterAutoscalerFaq(anchor: string, title: string): RuleReference {
  return clusterAutoscalerSource(`FAQ.md#${anchor}`, `Cluster Autoscaler FAQ: ${title} (1.36.1)`);
}
