import { calculationKinds } from './hpa/calculation-kinds.ts';
import { normalizationKinds } from './hpa/normalization-kinds.ts';
import { podKinds } from './hpa/pod-kinds.ts';
import { reconcileKinds } from './hpa/reconcile-kind.ts';
import type { KindHandler } from './vector.ts';

/** Every kind of HPA vector; docs/semantics/vectors.md says what their fields mean. */
export const hpaKinds: Readonly<Record<string, KindHandler>> = {
  ...calculationKinds,
  ...podKinds,
  ...normalizationKinds,
  ...reconcileKinds,
};
