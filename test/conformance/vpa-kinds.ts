import type { KindHandler } from './vector.ts';
import { aggregationKinds } from './vpa/aggregation-kinds.ts';
import { estimatorKinds } from './vpa/estimator-kinds.ts';
import { histogramKinds } from './vpa/histogram-kinds.ts';
import { recommendationKinds } from './vpa/recommendation-kinds.ts';
import { updateKinds } from './vpa/update-kinds.ts';

/** Every kind of VPA vector; docs/semantics/vectors.md says what their fields mean. */
export const vpaKinds: Readonly<Record<string, KindHandler>> = {
  ...histogramKinds,
  ...estimatorKinds,
  ...aggregationKinds,
  ...recommendationKinds,
  ...updateKinds,
};
