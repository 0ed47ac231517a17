import { nameOfOption, type NodeOption } from './node-option.ts';

/** How many nodes of a kind there are, and how many there should be. */
export interface MixChange {
  readonly instanceType: string;
  readonly capacityType: NodeOption['capacityType'];
  readonly zone?: string;
  readonly from: number;
  readonly to: number;
}

type NodeKind = Pick<NodeOption, 'instanceType' | 'capacityType' | 'zone'>;

/** What to do to get from some nodes to others: kinds that grow come first, since pods have to move there before. */
export function mixChanges(now: readonly NodeKind[], planned: readonly NodeKind[]): readonly MixChange[] {
  const changes = new Map<string, { kind: NodeKind; from: number; to: number }>();
  const count = (kinds: readonly NodeKind[], side: 'from' | 'to'): void => {
    for (const kind of kinds) {
      const key = nameOfOption(kind);
      const change = changes.get(key) ?? { kind, from: 0, to: 0 };
      changes.set(key, change);
      change[side] += 1;
    }
  };
  count(now, 'from');
  count(planned, 'to');
  return [...changes.entries()]
    .filter(([, { from, to }]) => from !== to)
    .sort(([a, x], [b, y]) => Number(x.to < x.from) - Number(y.to < y.from) || (a < b ? -1 : 1))
    .map(
      ([
        ,
        {
          kind: { instanceType, capacityType, zone },
          from,
          to,
        },
      ]) => ({
        instanceType,
        capacityType,
        ...(zone !== undefined && { zone }),
        from,
        to,
      }),
    );
}
