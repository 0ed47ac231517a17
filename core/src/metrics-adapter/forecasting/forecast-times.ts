/** How long after a moment its samples may still come in: what is read earlier may differ between two readers. */
const settleMs = 5_000;
/** Renewals that may fail before a forecast is no longer given. */
const missedRenewals = 3;

/** The newest point of the grid whose samples have come in. The grid is the same for everybody: multiples of the step since 1970. */
export function settledBoundary(nowMs: number, stepMs: number): number {
  return Math.floor((nowMs - settleMs) / stepMs) * stepMs;
}

/**
 * When a forecast made at a boundary takes the place of the one before it: half a step later, by which time every replica has read
 * and fitted, so that all of them change over at the same moment.
 */
export function effectiveFrom(boundaryMs: number, stepMs: number): number {
  return boundaryMs + Math.max(2 * settleMs, stepMs / 2);
}

/** From then on a forecast made at a boundary says too little of what is ahead. */
export function staleFrom(boundaryMs: number, stepMs: number): number {
  return boundaryMs + missedRenewals * stepMs + 2 * settleMs;
}

/** How far a model looks from its boundary, so that the horizon is covered until the next forecast takes over. */
export function modelHorizon(horizonMs: number, stepMs: number): number {
  return horizonMs + stepMs + effectiveFrom(0, stepMs);
}
