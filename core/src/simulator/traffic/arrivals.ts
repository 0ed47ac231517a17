import { seededRandom } from '../../stats/index.ts';
import { demandAt, type DemandTrace } from './demand-trace.ts';

/** Within a slot the rate is constant. */
export const SLOT_MS = 15_000;

/**
 * What really arrived, in requests per second for each slot from `startMs` on: the trace with the chance that requests have which know nothing
 * of each other (variance = mean). A slot's chance depends on the seed and the slot's time alone, so that every strategy gets the same
 * traffic, and the past of a run can be made without running it.
 */
export function arrivalRates(
  trace: DemandTrace,
  { startMs, endMs, seed }: { readonly startMs: number; readonly endMs: number; readonly seed: number },
): Float64Array {
  const rates = new Float64Array(Math.max(0, Math.ceil((endMs - startMs) / SLOT_MS)));
  for (let slot = 0; slot < rates.length; slot++) {
    const fromMs = startMs + slot * SLOT_MS;
    const expected = (demandAt(trace, fromMs + SLOT_MS / 2) * SLOT_MS) / 1000;
    const chance = seededRandom(Math.imul(Math.round(fromMs / SLOT_MS), 0x9e3779b1) ^ seed).normal();
    rates[slot] = (Math.max(0, expected + Math.sqrt(expected) * chance) * 1000) / SLOT_MS;
  }
  return rates;
}
