import type { SchedulingPod } from '../../scheduling/pod.ts';
import type { NodeGroup } from '../node-group.ts';

/** One way to make room: so many more nodes of one group, for these pods. */
export interface ExpansionOption {
  readonly group: NodeGroup;
  readonly nodes: number;
  readonly pods: readonly SchedulingPod[];
  /** Groups that the nodes could be spread over. */
  readonly similar: readonly NodeGroup[];
}

/** What an expander says of the options: the best ones, and each one's figure, in the order of the options. */
export interface ExpanderVerdict {
  readonly best: readonly ExpansionOption[];
  /** What was compared, with its unit: `waste 0.42`. Absent for an option that was left out. */
  readonly figures: readonly (string | undefined)[];
}

export type Expander = (options: readonly ExpansionOption[]) => ExpanderVerdict;

/** The options with the smallest score; one without a score is left out. */
export function smallest(
  options: readonly ExpansionOption[],
  scoreOf: (option: ExpansionOption) => number | undefined,
  show: (score: number) => string,
): ExpanderVerdict {
  const scores = options.map(scoreOf);
  const least = Math.min(...scores.filter((score) => score !== undefined));
  return {
    best: options.filter((_, index) => scores[index] === least),
    figures: scores.map((score) => (score === undefined ? undefined : show(score))),
  };
}
