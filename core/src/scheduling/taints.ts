import { type Taint, tolerates, type Toleration } from '../apis/toleration.ts';

/** The first taint that keeps a pod with these tolerations away: `PreferNoSchedule` never does. */
export function untoleratedTaint(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): Taint | undefined {
  return taints.find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}
