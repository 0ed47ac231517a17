/** Requests that arrive, before any of our scaling: value `i` holds at `startMs + i × stepMs`, linear in between. */
export interface DemandTrace {
  readonly name: string;
  /** Where it is from, for people. */
  readonly source: string;
  readonly startMs: number;
  readonly stepMs: number;
  readonly perSecond: readonly number[];
}

/** When the trace ends: the last value's own step is over. */
export function traceEndMs({ startMs, stepMs, perSecond }: DemandTrace): number {
  return startMs + perSecond.length * stepMs;
}

/** Requests per second at a moment; before the first value that one, after the last value that one. */
export function demandAt({ startMs, stepMs, perSecond }: DemandTrace, atMs: number): number {
  const place = (atMs - startMs) / stepMs;
  const last = perSecond.length - 1;
  if (place <= 0) return perSecond[0] ?? 0;
  if (place >= last) return perSecond[last] ?? 0;
  const before = Math.floor(place);
  const share = place - before;
  return perSecond[before]! * (1 - share) + perSecond[before + 1]! * share;
}

/** The same shape with its highest value at `peakPerSecond`. A trace of nothing stays one. */
export function scaledToPeak(trace: DemandTrace, peakPerSecond: number): DemandTrace {
  const peak = trace.perSecond.reduce((highest, value) => Math.max(highest, value), 0);
  const factor = peak > 0 ? peakPerSecond / peak : 0;
  return { ...trace, perSecond: trace.perSecond.map((value) => value * factor) };
}

/** The first thing that is wrong with a trace, for people. */
export function traceProblem({ name, stepMs, perSecond }: DemandTrace): string | undefined {
  if (!(stepMs > 0)) return `trace ${name}: its step must be above 0 ms, not ${stepMs}`;
  if (perSecond.length === 0) return `trace ${name}: it has no values`;
  const bad = perSecond.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  return bad < 0 ? undefined : `trace ${name}: value ${bad + 1} is ${perSecond[bad]}, not a rate from 0 on`;
}
