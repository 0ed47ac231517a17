import { node as nodeKind } from '../../apis/kinds.ts';
import type { NodeView } from '../../apis/node.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import { type ClusterCapacity, type ClusterCost, clusterCost, type PriceBook } from '../../cost/index.ts';
import { type SourceCallOptions, SourceError } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { type ClusterFacts, readClusterFacts } from '../cluster-facts.ts';

/** What a cluster costs now, with what that was made of. */
export interface Bill {
  readonly cost: ClusterCost;
  readonly book: PriceBook;
  readonly facts: ClusterFacts;
  readonly capacity: ClusterCapacity;
  readonly nodes: readonly NodeView[];
  readonly pods: readonly PodView[];
}

/**
 * Reads nodes and pods and prices them.
 *
 * @throws {SourceError} `forbidden` where nodes may not be listed, `bad-query` without prices.
 */
export async function readBill(
  { cluster, prices: book }: AdvisorSources,
  options: SourceCallOptions,
): Promise<Bill> {
  if (book === undefined) {
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
  return { cost: clusterCost(capacity, pods, book), book, facts, capacity, nodes, pods };
}
