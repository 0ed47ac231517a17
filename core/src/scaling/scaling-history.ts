/** A change of replicas that was made. */
export interface ScalingEvent {
  readonly atMs: number;
  readonly from: number;
  readonly to: number;
}

/** Changes in order of time. Only real changes are in it: a decision that scales nothing starts no cooldown. */
export type ScalingHistory = readonly ScalingEvent[];

/** The history after a decision was carried out; the same one where nothing was scaled. */
export function withScaling(history: ScalingHistory, event: ScalingEvent): ScalingHistory {
  return event.from === event.to ? history : [...history, event];
}

/** When replicas were last added, and last changed at all, up to `nowMs`. */
export function lastChanges(
  history: ScalingHistory,
  nowMs: number,
): { readonly upMs?: number; readonly anyMs?: number } {
  const past = history.filter(({ atMs }) => atMs <= nowMs);
  const upMs = past.findLast(({ from, to }) => to > from)?.atMs;
  const anyMs = past.at(-1)?.atMs;
  return { ...(upMs === undefined ? {} : { upMs }), ...(anyMs === undefined ? {} : { anyMs }) };
}

/** How often the direction turned within the window that ends now. */
export function reversals(history: ScalingHistory, nowMs: number, windowMs: number): number {
  const recent = history.filter(({ atMs }) => atMs <= nowMs && atMs > nowMs - windowMs);
  let count = 0;
  for (const [index, { from, to }] of recent.entries()) {
    const before = recent[index - 1];
    if (before !== undefined && to > from !== before.to > before.from) count += 1;
  }
  return count;
}
