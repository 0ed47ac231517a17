import { type KindHandler, SAYS_WHAT_IT_IS } from './vector.ts';
import { aggregationKinds } from './vpa/aggregation-kinds.ts';
import { estimatorKinds } from './vpa/estimator-kinds.ts';
import { histogramKinds } from './vpa/histogram-kinds.ts';
import { recommendationKinds } from './vpa/recommendation-kinds.ts';
import { updateKinds } from './vpa/update-kinds.ts';

const kinds: Readonly<Record<string, KindHandler>> = {
  ...histogramKinds,
  ...estimatorKinds,
  ...aggregationKinds,
  ...recommendationKinds,
  ...updateKinds,
};

/** Every kind of VPA vector; docs/semantics/vectors.md says what their fields mean. */
export const vpaKinds: Readonly<Record<string, KindHandler>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, handler]) => [kind, wellFormed(handler)]),
);

/** A vector that expects nothing would hold whatever we do, and a field beside `input` would be passed over. */
function wellFormed(handler: KindHandler): KindHandler {
  return (vector) => {
    const { expected } = vector;
    const unread = Object.keys(vector).filter((field) => field !== 'input' && !SAYS_WHAT_IT_IS.test(field));
    if (unread.length > 0) {
      return [`${unread.join(', ')}: not known; what a vector is given stands in "input"`];
    }
    const expectsNothing =
      typeof expected !== 'object' || expected === null || Object.keys(expected).length === 0;
    return expectsNothing ? ['the vector expects nothing'] : handler(vector);
  };
}
