import { baselineWithAr } from './baseline-with-ar.ts';
import type { Model, ModelContext, ModelView } from './model.ts';
import { seasonalProfile, smoothingReach } from './seasonal-profile.ts';

/** What a day earlier counts beside a day later in the profile. */
const DAILY_DECAY = 0.85;
const LONG_DECAY = 0.8;
/** Share of the longer cycle's own profile that is believed: it rests on few cycles. */
const LONG_SHARE = 0.7;

/**
 * The usual course of the shorter cycle (recent ones weigh more), corrected by that of the longer one, with
 * autoregressive errors. Needs two of the shorter cycle.
 */
export function profileAr(order: number): Model {
  return {
    name: 'profile-ar',
    scale: 'transformed',
    fit: (view, { season, longSeason }) => {
      if (season < 2 || view.end < 2 * season) return undefined;
      const reach = smoothingReach(season);
      const short = seasonalProfile((i) => view.values[i]!, view.end, season, { decay: DAILY_DECAY, reach });
      if (longSeason === 0 || view.end < 1.9 * longSeason) {
        return baselineWithAr(view, (i) => short[i % season]!, order, 7 * season);
      }
      const rest = (i: number): number => view.values[i]! - short[i % season]!;
      const long = seasonalProfile(rest, view.end, longSeason, { decay: LONG_DECAY, reach: 4 * reach });
      const expected = (i: number): number => short[i % season]! + LONG_SHARE * long[i % longSeason]!;
      return baselineWithAr(view, expected, order, 7 * season);
    },
  };
}

/**
 * The course of the longest known cycle around its own moving level, with autoregressive errors: for series whose
 * weeks resemble each other more than their days do. Needs two of the cycle.
 */
export function levelProfileAr(order: number): Model {
  return {
    name: 'level-profile-ar',
    scale: 'transformed',
    fit: (view, context) => {
      const period = longestCycle(context, view);
      if (period === 0) return undefined;
      const level = (i: number): number => levelAround(view, i, period);
      const reach = context.longSeason === period ? smoothingReach(context.season) : smoothingReach(period);
      const profile = seasonalProfile((i) => view.values[i]! - level(i), view.end, period, {
        decay: LONG_DECAY,
        reach,
      });
      const fitEnd = view.end;
      const held = level(fitEnd - 1);
      const expected = (i: number): number => profile[i % period]! + (i < fitEnd ? level(i) : held);
      return baselineWithAr(view, expected, order, 3 * period);
    },
  };
}

function longestCycle({ season, longSeason }: ModelContext, { end }: ModelView): number {
  if (longSeason > 0 && end >= 2 * longSeason) return longSeason;
  return season > 1 && end >= 2 * season ? season : 0;
}

/** Mean over one cycle before and half a cycle after the index, as far as they are known. */
function levelAround({ sums, end }: ModelView, index: number, period: number): number {
  const from = Math.max(0, index - period);
  const to = Math.min(end, index + (period >> 1));
  return (sums[to]! - sums[from]!) / (to - from);
}
