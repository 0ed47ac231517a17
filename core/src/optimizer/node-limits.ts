import { poolsOf } from './node-option.ts';
import type { PackingProblem } from './packing-problem.ts';

/** Counts the nodes of limited pools while a plan is made. */
export interface NodeLimits {
  allows(option: number): boolean;
  add(option: number): void;
  remove(option: number): void;
}

export function nodeLimits({ options }: PackingProblem): NodeLimits {
  const room = new Map([...poolsOf(options)].map(([name, { maxNodes }]) => [name, maxNodes]));
  const change = (option: number, by: number): void => {
    const name = options[option]!.pool?.name;
    if (name !== undefined) room.set(name, (room.get(name) ?? 0) + by);
  };
  return {
    allows: (option) => {
      const name = options[option]!.pool?.name;
      return name === undefined || (room.get(name) ?? 0) >= 1;
    },
    add: (option) => change(option, -1),
    remove: (option) => change(option, 1),
  };
}
