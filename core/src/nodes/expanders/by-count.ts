import { formatCount } from '../../units/format.ts';
import { type Expander, smallest } from './option.ts';

/** The options that place the most pods (`mostpods`). */
export const mostPods: Expander = (options) =>
  smallest(
    options,
    ({ pods }) => -pods.length,
    (score) => formatCount(-score, 'pod'),
  );

/** The options with the fewest nodes (`leastnodes`). */
export const leastNodes: Expander = (options) =>
  smallest(
    options,
    ({ nodes }) => (nodes === 0 ? undefined : nodes),
    (score) => formatCount(score, 'node'),
  );
