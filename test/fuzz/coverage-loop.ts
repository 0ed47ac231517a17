import type { SeededRandom } from '#core/stats/index.ts';

import { mutate } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

/** Which branches of the instrumented code ran, how often, since it was last cleared; a byte for each, wrapping. */
export type BranchCounts = Uint8Array;

export interface LoopOptions {
  readonly target: FuzzTarget;
  readonly branches: BranchCounts;
  /** What was seen of each branch so far, one bit for about how often; written to. */
  readonly seen: Uint8Array;
  readonly words: readonly string[];
  /** Inputs that earlier runs kept. */
  readonly kept: readonly string[];
  readonly random: SeededRandom;
  readonly events: LoopEvents;
  /** Asked before each input. */
  readonly goesOn: () => boolean;
}

export interface LoopEvents {
  /** Before an input runs, so that one that never ends is known. */
  begin(input: string): void;
  /** An input that reached what none before it did. */
  reached(input: string): void;
  failed(input: string, error: unknown): void;
  slow(input: string, milliseconds: number): void;
}

/** An input of the lengths used here takes a millisecond or so; this long, and how time grows with length has to be looked at. */
const slowMilliseconds = 1500;

/** Mutates what reached something new, over and over. */
export async function coverageLoop(options: LoopOptions): Promise<void> {
  const { target, branches, seen, random, events } = options;
  const corpus: string[] = [];

  /** @param isKept of an earlier run: goes on being a parent though all that it reaches is known. */
  const run = async (input: string, isKept = false): Promise<void> => {
    branches.fill(0);
    events.begin(input);
    const start = performance.now();
    try {
      await target.check(input);
    } catch (error) {
      events.failed(input, error);
    }
    const took = performance.now() - start;
    if (took > slowMilliseconds) events.slow(input, took);
    const reachesNew = isNew(branches, seen);
    if (took > slowMilliseconds) return;
    if (reachesNew || isKept) corpus.push(input);
    if (reachesNew && !isKept) events.reached(input);
  };

  for (const input of [...target.seeds(), ...options.kept]) await run(input, true);
  while (options.goesOn()) {
    // New inputs have not been tried much: every other time one of the last.
    const recent = random.next() < 0.5 ? Math.min(corpus.length, 16) : corpus.length;
    const parent = corpus[corpus.length - 1 - Math.floor(random.next() * recent)] ?? '';
    await run(mutate(parent, random, { others: corpus, words: options.words, longest: target.longest }));
  }
}

/** Marks what is new: a branch that never ran, or one that ran about so often for the first time (1, 2, 3, 4–7, 8–15, …). */
function isNew(branches: BranchCounts, seen: Uint8Array): boolean {
  let any = false;
  for (let branch = 0; branch < branches.length; branch++) {
    const count = branches[branch]!;
    if (count === 0) continue;
    const bit =
      1 << (count < 4 ? count - 1 : count < 8 ? 3 : count < 16 ? 4 : count < 32 ? 5 : count < 128 ? 6 : 7);
    if ((seen[branch]! & bit) !== 0) continue;
    any = true;
    seen[branch] = seen[branch]! | bit;
  }
  return any;
}
