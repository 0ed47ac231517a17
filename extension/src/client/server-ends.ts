/** So many ends within this time mean that starting the server again does not help. */
const MOST_ENDS = 5;
const WITHIN_MS = 3 * 60_000;

/** What follows from an end of the language server that nobody asked for. */
export interface EndVerdict {
  readonly startAgain: boolean;
  /** Whether the user is to be told: of the first end, and of that after which it is left alone. */
  readonly tell: boolean;
}

/** Counts the ends of a window's language server: it is started again, which is said once, unless it ends at every turn. */
export class ServerEnds {
  #ends: readonly number[] = [];
  #hasTold = false;

  at(nowMs: number): EndVerdict {
    this.#ends = [...this.#ends.filter((endMs) => nowMs - endMs < WITHIN_MS), nowMs];
    const startAgain = this.#ends.length < MOST_ENDS;
    const tell = !startAgain || !this.#hasTold;
    this.#hasTold = true;
    return { startAgain, tell };
  }

  /** It was started by hand: what was before does not count. */
  forget(): void {
    this.#ends = [];
  }
}
