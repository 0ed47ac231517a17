import type { NodeTemplate } from '../nodes/node-group.ts';

/** A kind of node that may be bought: an instance type, paid for in one way, in one zone. */
export interface NodeOption {
  readonly instanceType: string;
  readonly capacityType: 'on-demand' | 'spot';
  /** Absent where the cluster has no zones. */
  readonly zone?: string;
  readonly pricePerHour: number;
  /** The node as it would arrive, with the pods of its DaemonSets. */
  readonly template: NodeTemplate;
  /** Where nodes of this kind, with others of the same pool, are limited in number. */
  readonly pool?: { readonly name: string; readonly maxNodes: number };
}

/** `g5.xlarge spot us-east-1a`. */
export function nameOfOption({
  instanceType,
  capacityType,
  zone,
}: Pick<NodeOption, 'instanceType' | 'capacityType' | 'zone'>): string {
  return [instanceType, capacityType, ...(zone === undefined ? [] : [zone])].join(' ');
}

/** The limited pools, with the options of each by index. */
export function poolsOf(
  options: readonly NodeOption[],
): ReadonlyMap<string, { readonly maxNodes: number; readonly options: readonly number[] }> {
  const pools = new Map<string, { readonly maxNodes: number; readonly options: number[] }>();
  options.forEach(({ pool }, o) => {
    if (pool === undefined) return;
    const known = pools.get(pool.name) ?? { maxNodes: pool.maxNodes, options: [] };
    known.options.push(o);
    pools.set(pool.name, known);
  });
  return pools;
}
