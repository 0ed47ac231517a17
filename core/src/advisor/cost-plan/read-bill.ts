import { node as nodeKind } from '../../apis/kinds.ts';
import type { NodeView } from '../../apis/node.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import {
  type ClusterCapacity,
  type ClusterCost,
  clusterCost,
  type CommittedBill,
  committedBill,
  type PriceBook,
  withCommitments,
  withEstimates,
} from '../../cost/index.ts';
import { type SourceCallOptions, SourceError } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { type ClusterFacts, readClusterFacts } from '../cluster-facts.ts';

/** What a cluster costs now, with what that was made of. */
export interface Bill {
  /** Of the nodes, commitments shared out among those that they cover. */
  readonly cost: ClusterCost;
  readonly committed: CommittedBill;
  /** Without commitments: what one more node costs. */
  readonly book: PriceBook;
  readonly facts: ClusterFacts;
  readonly capacity: ClusterCapacity;
  readonly nodes: readonly NodeView[];
  readonly pods: readonly PodView[];
}

export interface BillOptions extends SourceCallOptions {
  /** Instance types that have no price get one from their shape, with a range. */
  readonly estimateUnknown?: boolean;
}

/**
 * Reads nodes and pods and prices them.
 *
 * @throws {SourceError} `forbidden` where nodes may not be listed, `bad-query` without prices.
 */
export async function readBill({ cluster, prices }: AdvisorSources, options: BillOptions): Promise<Bill> {
  if (prices === undefined) {
    throw new SourceError({
      code: 'bad-query',
      source: cluster.description,
      message: 'a cost needs prices, and --prices is "none"',
      suggestions: ['name a bundled price book, such as --prices aws, or a file of your own'],
    });
  }
  const facts = await readClusterFacts(cluster, true, options);
  const { capacity, nodes } = facts;
  if (capacity === undefined || nodes === undefined) {
    throw new SourceError({
      code: 'forbidden',
      source: cluster.description,
      message: `nodes cannot be listed, and a bill is made of nodes (${cluster.description})`,
      suggestions: [`ask for the right to list ${nodeKind.kind.toLowerCase()}s`],
    });
  }
  const pods = (facts.allPods ?? []).flatMap((object) => podView(object) ?? []);
  const book = options.estimateUnknown === true ? withEstimates(prices, nodes) : prices;
  const counts = onDemandNodes(nodes);
  const committed = committedBill(book, counts);
  const cost = clusterCost(capacity, pods, withCommitments(book, committed, counts));
  return { cost, committed, book, facts, capacity, nodes, pods };
}

/** By instance type. Commitments cover what is not known to be spot. */
function onDemandNodes(nodes: readonly NodeView[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { instanceType, capacityType } of nodes) {
    if (instanceType === undefined || capacityType.type === 'spot') continue;
    counts.set(instanceType, (counts.get(instanceType) ?? 0) + 1);
  }
  return counts;
}
