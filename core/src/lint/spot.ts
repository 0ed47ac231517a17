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

/** A label that nodes have that may be taken away. */
export type SpotLabel = readonly [key: string, value: string];

/** The label of Karpenter's nodes, on every cloud. */
export const KARPENTER_SPOT: SpotLabel = ['karpenter.sh/capacity-type', 'spot'];

const spotLabels: readonly (readonly [...SpotLabel, cloud: Cloud | undefined])[] = [
  ['eks.amazonaws.com/capacityType', 'SPOT', 'aws'],
  ['cloud.google.com/gke-spot', 'true', 'gce'],
  ['cloud.google.com/gke-preemptible', 'true', 'gce'],
  ['kubernetes.azure.com/scalesetpriority', 'spot', 'azure'],
  [...KARPENTER_SPOT, undefined],
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

/** The label by which a cloud's own node groups tell that they are spot ones. */
export function spotLabelOf(cloud: Cloud): SpotLabel | undefined {
  const found = spotLabels.find(([, , of]) => of === cloud);
  return found && [found[0], found[1]];
}

/** Whether the pod says by a node selector or a node affinity how its nodes are to be paid for, spot or on demand. */
export function asksForCapacityType({ nodeSelector, affinity }: PodTemplateView): boolean {
  const named = JSON.stringify(affinity ?? {});
  return spotLabels.some(([key]) => nodeSelector[key] !== undefined || named.includes(JSON.stringify(key)));
}
