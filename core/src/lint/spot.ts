import type { PodTemplateView } from '../apis/pod-template.ts';
import type { Cloud } from './settings.ts';

/**
 * How long before the end of a spot instance its cloud gives notice, as documented by each: AWS two minutes, Google Cloud up to 30 s, Azure at
 * least 30 s.
 */
export const spotNotices: Readonly<Record<Cloud, { readonly name: string; readonly seconds: number }>> = {
  aws: { name: 'AWS', seconds: 120 },
  gce: { name: 'Google Cloud', seconds: 30 },
  azure: { name: 'Azure', seconds: 30 },
};

const spotLabels: readonly (readonly [key: string, value: string, cloud: Cloud | undefined])[] = [
  ['eks.amazonaws.com/capacityType', 'SPOT', 'aws'],
  ['cloud.google.com/gke-spot', 'true', 'gce'],
  ['cloud.google.com/gke-preemptible', 'true', 'gce'],
  ['kubernetes.azure.com/scalesetpriority', 'spot', 'azure'],
  ['karpenter.sh/capacity-type', 'spot', undefined],
];

/** The cloud on whose spot nodes the pod must run, by its node selector; `undefined` where it need not, or where no cloud is known. */
export function spotPinOf({ nodeSelector }: PodTemplateView, cloud: Cloud | undefined): Cloud | undefined {
  const pin = spotLabels.find(([key, value]) => nodeSelector[key] === value);
  return pin && (pin[2] ?? cloud);
}

/** Whether the pod must run on spot nodes, by its node selector. */
export function isPinnedToSpot({ nodeSelector }: PodTemplateView): boolean {
  return spotLabels.some(([key, value]) => nodeSelector[key] === value);
}
