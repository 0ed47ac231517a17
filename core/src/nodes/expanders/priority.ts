import type { NodeGroupPriority } from '../../apis/cluster-autoscaler.ts';
import type { Expander } from './option.ts';

/**
 * The options whose group matches a pattern of the highest priority; a group that matches none is left out. Without a
 * ConfigMap, or where no group matches, nothing is filtered (`priority`, Cluster Autoscaler 1.36). Patterns are Go's;
 * one that JavaScript cannot read matches nothing.
 */
export function priority(priorities: readonly NodeGroupPriority[] | undefined): Expander {
  return (options) => {
    if (!priorities) return { best: options, figures: options.map(() => 'no ConfigMap') };
    const reached = options.map(({ group }) => highest(priorities, group.name));
    const top = Math.max(-1, ...reached.filter((found) => found !== undefined));
    const best = options.filter((_, index) => reached[index] === top);
    return {
      best: best.length > 0 ? best : options,
      figures: reached.map((found) => (found === undefined ? 'matches no pattern' : `priority ${found}`)),
    };
  };
}

function highest(priorities: readonly NodeGroupPriority[], name: string): number | undefined {
  const matching = priorities.filter(({ patterns }) => patterns.some((pattern) => matches(pattern, name)));
  return matching.length === 0 ? undefined : Math.max(...matching.map(({ priority }) => priority));
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}
