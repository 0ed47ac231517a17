import type { NodeGroupPriority } from '../../apis/cluster-autoscaler.ts';
import { leastNodes, mostPods } from './by-count.ts';
import { leastWaste } from './least-waste.ts';
import type { Expander, ExpansionOption } from './option.ts';
import { type ExpanderPrices, price } from './price.ts';
import { priority } from './priority.ts';

export interface ExpanderContext {
  /** Of the priority expander's ConfigMap, highest first; absent where there is none. */
  readonly priorities?: readonly NodeGroupPriority[];
  /** Absent: the price expander filters nothing, and its step says so. */
  readonly prices?: ExpanderPrices;
  readonly clusterNodes: number;
  /** From 0 up to 1, for the last choice among equals. */
  readonly random: () => number;
}

/** One expander's part in a choice. */
export interface ExpanderStep {
  readonly expander: string;
  readonly kept: readonly string[];
  /** What it compared, by group. */
  readonly figures: Readonly<Record<string, string>>;
}

export interface ExpanderChoice {
  readonly option: ExpansionOption;
  /** In order; empty where there was only one option. */
  readonly steps: readonly ExpanderStep[];
}

/**
 * Lets the expanders filter in turn until one option is left; of several that stay equal, one at random
 * (`chainStrategy`, Cluster Autoscaler 1.36). An expander that is not known here (`grpc`) filters nothing. `undefined`
 * where there is no option, or an expander leaves none.
 */
export function choose(
  expanders: readonly string[],
  options: readonly ExpansionOption[],
  context: ExpanderContext,
): ExpanderChoice | undefined {
  const steps: ExpanderStep[] = [];
  let left = options;
  for (const name of expanders) {
    const expander = expanderOf(name, context);
    if (!expander || left.length === 0) continue;
    const { best, figures } = expander(left);
    steps.push({
      expander: name,
      kept: best.map(({ group }) => group.name),
      figures: byGroup(left, figures),
    });
    left = best;
    const [only, ...others] = left;
    if (only && others.length === 0) return { option: only, steps };
  }
  const option = left[Math.floor(context.random() * left.length)];
  if (!option) return undefined;
  if (left.length > 1) steps.push({ expander: 'random', kept: [option.group.name], figures: {} });
  return { option, steps };
}

function expanderOf(name: string, context: ExpanderContext): Expander | undefined {
  switch (name) {
    case 'least-waste':
      return leastWaste;
    case 'most-pods':
      return mostPods;
    case 'least-nodes':
      return leastNodes;
    case 'priority':
      return priority(context.priorities);
    case 'price':
      return context.prices && price(context.prices, context.clusterNodes);
    default:
      return undefined;
  }
}

function byGroup(
  options: readonly ExpansionOption[],
  figures: readonly (string | undefined)[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    options.flatMap(({ group }, index) => {
      const figure = figures[index];
      return figure === undefined ? [] : [[group.name, figure] as const];
    }),
  );
}
