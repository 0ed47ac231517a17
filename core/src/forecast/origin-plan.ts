/** How much past to learn from before a forecast, in numbers of origins and fits. */
export interface Effort {
  /** Most origins in the backtest. */
  readonly origins: number;
  /** Most times that the models are fitted within it. */
  readonly fits: number;
}

/** The origins to try a forecast at, oldest first, all with their whole horizon in the known past. */
export interface OriginPlan {
  readonly origins: readonly number[];
  /** Models are fitted anew at the first origin and then every so many origins. */
  readonly refitEvery: number;
  /** Steps from one origin to the next. */
  readonly stride: number;
}

/** Values that must lie before the first origin. */
const SHORTEST_PAST = 5;
/** Origins that an error and an interval must at least rest on. */
export const FEWEST_ORIGINS = 3;
/** Cycles that should lie before the first origin, so that what is tried is what will be used. */
const CYCLES_BEFORE = 2;

/**
 * Spreads the origins evenly over the newest half of a series of `length` steps (more of it when the series is
 * short, never less than about 40 horizons), ending with the newest whose horizon has passed.
 */
export function planOrigins(length: number, horizon: number, season: number, effort: Effort): OriginPlan {
  const last = length - horizon;
  if (last < SHORTEST_PAST) return { origins: [], refitEvery: 1, stride: 1 };
  const wanted = Math.max(
    Math.min(CYCLES_BEFORE * season, Math.floor(length / 2)),
    Math.floor(length / 2) - horizon,
  );
  const latest = last - Math.max(FEWEST_ORIGINS - 1, Math.floor(last / 3));
  const first = Math.max(SHORTEST_PAST, Math.min(wanted, latest));
  const stride = Math.max(1, Math.ceil((last - first + 1) / effort.origins));
  const origins: number[] = [];
  for (let origin = last; origin >= first; origin -= stride) origins.unshift(origin);
  return { origins, refitEvery: Math.max(1, Math.ceil(origins.length / effort.fits)), stride };
}

/** The shortest series for which there is a plan with {@link FEWEST_ORIGINS} origins, in steps. */
export function shortestSeries(horizon: number): number {
  return SHORTEST_PAST + FEWEST_ORIGINS - 1 + horizon;
}
