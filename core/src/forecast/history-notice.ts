import type { TimeSeries } from '../stats/index.ts';
import type { DemandGrid } from './demand-grid.ts';

/** What a history was like, where a reader should know: nothing of it is an error, and the forecast copes as said. */
export type HistoryNotice =
  /** Steps without a sample; bridged for the models, never scored. */
  | { readonly kind: 'gaps'; readonly steps: number; readonly share: number }
  /** Samples out of order; sorted. */
  | { readonly kind: 'unsorted' }
  /** Samples that share a timestamp; the last-given one counts. */
  | { readonly kind: 'duplicates'; readonly samples: number }
  /** `NaN` or infinite samples; taken for gaps. */
  | { readonly kind: 'not-finite'; readonly samples: number }
  /** The distance between samples changed; the longer one is the grid's. */
  | { readonly kind: 'changed-step'; readonly fromMs: number; readonly toMs: number }
  /** Samples are further apart than the steps asked for; values between them lie on straight lines. */
  | { readonly kind: 'coarse-samples'; readonly stepMs: number }
  /** The values only grow but for falls to nearly nothing: a counter, not a demand. Never trusted. */
  | { readonly kind: 'counter'; readonly resets: number }
  /** The level changed at once and stayed, as after a release: what the past said of errors may not hold yet. */
  | { readonly kind: 'level-shift'; readonly atMs: number; readonly factor: number }
  /** No sample of late. Not trusted. */
  | { readonly kind: 'stale'; readonly forMs: number };

/** The notices of a history and the grid that it was put on; `season` is its cycle in steps, 0 for none. */
export function historyNotices(
  history: TimeSeries,
  grid: DemandGrid,
  { requestedStepMs, season }: { readonly requestedStepMs: number; readonly season: number },
): readonly HistoryNotice[] {
  const { samplingMs, stepMs } = grid;
  const notices: HistoryNotice[] = [...orderNotices(history), ...gapNotices(grid)];
  if (Math.max(samplingMs.older, samplingMs.newer) > 1.5 * Math.min(samplingMs.older, samplingMs.newer)) {
    notices.push({ kind: 'changed-step', fromMs: samplingMs.older, toMs: samplingMs.newer });
  }
  if (stepMs > requestedStepMs) notices.push({ kind: 'coarse-samples', stepMs });
  const resets = counterResets(grid.values);
  if (resets > 0) notices.push({ kind: 'counter', resets });
  const shift = levelShift(grid.values, season);
  if (shift !== undefined && resets === 0) {
    notices.push({ kind: 'level-shift', atMs: grid.startMs + shift.index * stepMs, factor: shift.factor });
  }
  return notices;
}

function orderNotices({ timestampsMs, values }: TimeSeries): HistoryNotice[] {
  const notices: HistoryNotice[] = [];
  let unsorted = false;
  let repeats = false;
  let odd = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) odd++;
    if (i === 0) continue;
    unsorted ||= timestampsMs[i]! < timestampsMs[i - 1]!;
    repeats ||= timestampsMs[i] === timestampsMs[i - 1];
  }
  if (unsorted) notices.push({ kind: 'unsorted' });
  const duplicates = unsorted || repeats ? timestampsMs.length - new Set(timestampsMs).size : 0;
  if (duplicates > 0) notices.push({ kind: 'duplicates', samples: duplicates });
  if (odd > 0) notices.push({ kind: 'not-finite', samples: odd });
  return notices;
}

function gapNotices({ values, staleSteps }: DemandGrid): HistoryNotice[] {
  const inside = values.length - staleSteps;
  let steps = 0;
  for (let i = 0; i < inside; i++) if (!Number.isFinite(values[i])) steps++;
  return steps === 0 ? [] : [{ kind: 'gaps', steps, share: steps / inside }];
}

/** A fall to less than this share of the value before is a counter's restart. */
const RESTART = 0.1;
/** Steps that a series must have to be called a counter. */
const FEWEST_STEPS = 20;

/** Falls of a series that otherwise never falls and mostly grows; 0 for any other. */
function counterResets(values: Float64Array): number {
  let [steps, growing, resets, previous] = [0, 0, 0, Number.NaN];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value > previous) growing++;
    else if (value < RESTART * previous) resets++;
    else if (value < previous) return 0;
    if (Number.isFinite(previous)) steps++;
    previous = value;
  }
  return steps >= FEWEST_STEPS && growing > steps / 2 ? resets : 0;
}

/** Steps on either side of a new level, at least. */
const SETTLED_STEPS = 12;
/** Newest steps that are searched for one. */
const SEARCHED_STEPS = 400;
/** A new level differs by this share, and by so many standard deviations of the noise around either. */
const SHIFT_SHARE = 0.3;
const SHIFT_DEVIATIONS = 3;

interface LevelShift {
  readonly index: number;
  readonly factor: number;
}

/**
 * The split of the newest steps that leaves the least noise, where level and noise say that it is a new level. With a cycle
 * the steps are measured against those of the cycle before, so that a morning is none.
 */
function levelShift(values: Float64Array, season: number): LevelShift | undefined {
  const start = Math.max(season, values.length - SEARCHED_STEPS);
  const indices: number[] = [];
  const changes: number[] = [];
  let level = 0;
  for (let i = start; i < values.length; i++) {
    const before = season > 0 ? values[i - season]! : 0;
    if (!Number.isFinite(values[i]! - before)) continue;
    indices.push(i);
    changes.push(values[i]! - before);
    level += before;
  }
  const split = bestSplit(changes);
  if (split === undefined) return undefined;
  const { at, before, after, noise } = split;
  const usual = level / changes.length + before;
  const change = Math.abs(after - before);
  const isNew = usual > 0 && change > SHIFT_SHARE * usual && change > SHIFT_DEVIATIONS * noise;
  return isNew ? { index: indices[at]!, factor: (usual + after - before) / usual } : undefined;
}

interface Split {
  readonly at: number;
  readonly before: number;
  readonly after: number;
  /** Standard deviation around the two means. */
  readonly noise: number;
}

/** Where two means describe the values best; `undefined` when there are too few for two levels. */
function bestSplit(values: readonly number[]): Split | undefined {
  const count = values.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  let best: Split | undefined;
  let most = 0;
  let left = 0;
  for (let at = 1; at <= count - SETTLED_STEPS; at++) {
    left += values[at - 1]!;
    if (at < SETTLED_STEPS) continue;
    const before = left / at;
    const after = (total - left) / (count - at);
    const between = ((before - after) ** 2 * at * (count - at)) / count;
    if (best !== undefined && between <= most) continue;
    most = between;
    best = {
      at,
      before,
      after,
      noise: Math.sqrt(Math.max(0, squares - total ** 2 / count - between) / count),
    };
  }
  return best;
}
