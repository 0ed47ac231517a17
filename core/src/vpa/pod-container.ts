import type { Bound } from './estimator.ts';
import type { ResourceAmounts } from './resource-amount.ts';

/** Requests and limits of one container. */
export interface ContainerResources {
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

/** A container of a running or new pod, with the amounts in force: see {@link inForce}. */
export interface PodContainer extends ContainerResources {
  readonly name: string;
}

/** A container's recommendation as the status holds it, without the explanation. */
export type ContainerAmounts = { readonly containerName: string } & Readonly<Record<Bound, ResourceAmounts>>;

/**
 * A container with what the kubelet says that it has (`status.containerStatuses[].resources`), which after a resize in place need not be
 * what the pod's spec asks for; with the spec's where the kubelet says nothing. Nothing is mixed: a request that is only in the spec is
 * no request then (VPA `pkg/utils/resources/resourcehelpers.go`, ContainerRequestsAndLimits, 1.8.1).
 */
export function inForce(spec: PodContainer, reported: ContainerResources | undefined): PodContainer {
  return reported === undefined ? spec : { name: spec.name, ...reported };
}
