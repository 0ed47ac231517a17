import type { WorkloadView } from '../apis/workload.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { RESOURCE_NAMES, type ResourceAmounts } from '../vpa/resource-amount.ts';
import { amountQuantity } from './amount-quantity.ts';

/** What one container of a workload is to ask for; a resource that is not named stays as it is. */
export interface ContainerChange {
  readonly container: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

/** Requests and limits as a manifest has them: `{ requests: { cpu: '1900m' } }`; a part without entries is left out. */
export type ResourceTexts = Readonly<
  Partial<Record<'requests' | 'limits', Readonly<Record<string, string>>>>
>;

/** The quantities of a change, as they are written into manifests and patches. */
export function resourceTexts({ requests, limits }: Omit<ContainerChange, 'container'>): ResourceTexts {
  const texts = { requests: quantities(requests), limits: quantities(limits) };
  return {
    ...(Object.keys(texts.requests).length === 0 ? {} : { requests: texts.requests }),
    ...(Object.keys(texts.limits).length === 0 ? {} : { limits: texts.limits }),
  };
}

function quantities(amounts: ResourceAmounts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    RESOURCE_NAMES.flatMap((resource) => {
      const amount = amounts[resource];
      return amount === undefined ? [] : [[resource, amountQuantity(resource, amount)] as const];
    }),
  );
}

/**
 * The smallest object that sets these resources by server-side apply or as a strategic merge patch: containers are lists with
 * the key `name`, so all other containers and fields stay. Containers that the workload does not have are left out.
 */
export function templatePatch(
  { apiVersion, kind, metadata, template }: WorkloadView,
  changes: readonly ContainerChange[],
): KubernetesObject {
  const entries = (own: readonly { readonly name: string }[]): object[] =>
    own.flatMap(({ name }) =>
      changes
        .filter(({ container }) => container === name)
        .map((change) => ({ name, resources: resourceTexts(change) })),
    );
  const lists = {
    containers: entries(template.containers),
    initContainers: entries(template.initContainers),
  };
  const spec = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
  const nested = [...template.path, 'spec'].reduceRight<object>((inner, key) => ({ [key]: inner }), spec);
  const { namespace, name = '' } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    ...nested,
  };
}
