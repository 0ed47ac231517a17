import type { SeededRandom } from '../stats/index.ts';
import type { Bin } from './bin.ts';
import type { PackingProblem } from './packing-problem.ts';

/**
 * Fills a node with pods of the classes that still have some: always the pod whose demand points the way of what is
 * left, weighed by its size (the dot product of both, in parts of the node). It takes large pods first and keeps CPU
 * and memory in step. `left` is counted down. Randomness makes each choice a little worse, for another try.
 */
export function fillBin(
  problem: PackingProblem,
  bin: Bin,
  classes: readonly number[],
  left: Int32Array,
  random?: SeededRandom,
): void {
  const { demand, capacity, width } = problem;
  const inverse = new Float64Array(width);
  for (let r = 0; r < width; r += 1) {
    const whole = capacity[bin.option * width + r]!;
    inverse[r] = whole > 0 ? 1 / whole : 0;
  }
  const candidates = classes.filter((c) => left[c]! > 0 && bin.takes(c));
  const weights = new Float64Array(width);
  while (candidates.length > 0) {
    for (let r = 0; r < width; r += 1) weights[r] = bin.room[r]! * inverse[r]! * inverse[r]!;
    let best = -1;
    let bestScore = -1;
    let kept = 0;
    for (const c of candidates) {
      const at = c * width;
      let score = 0;
      let fits = left[c]! > 0;
      for (let r = 0; r < width; r += 1) {
        const asked = demand[at + r]!;
        if (asked > bin.room[r]!) fits = false;
        score += asked * weights[r]!;
      }
      if (!fits) continue;
      candidates[kept] = c;
      kept += 1;
      if (random) score *= 1 + 0.2 * random.next();
      if (score > bestScore) {
        best = c;
        bestScore = score;
      }
    }
    candidates.length = kept;
    if (best < 0) return;
    bin.add(best);
    left[best]! -= 1;
    if (!bin.takes(best)) candidates.splice(candidates.indexOf(best), 1);
  }
}
