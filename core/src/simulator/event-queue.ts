/** What comes first where several things happen at the same moment. */
export const phases = {
  machine: 0,
  pod: 1,
  scrape: 2,
  forecast: 3,
  replicas: 4,
  scheduling: 5,
  nodes: 6,
  sample: 7,
} as const;
export type Phase = (typeof phases)[keyof typeof phases];

interface Entry {
  atMs: number;
  readonly phase: Phase;
  sequence: number;
  readonly run: (nowMs: number) => void;
  /** 0: it happens once. */
  readonly periodMs: number;
}

/**
 * What is to happen, by time, then by phase, then in the order in which it was planned: a run depends on nothing else.
 * A binary heap; adding and taking cost O(log n).
 */
export class EventQueue {
  readonly #heap: Entry[] = [];
  #sequence = 0;

  at(atMs: number, phase: Phase, run: (nowMs: number) => void): void {
    this.#add({ atMs, phase, sequence: this.#sequence++, run, periodMs: 0 });
  }

  /** Plans `run` at `firstMs` and then every `periodMs`. */
  every(periodMs: number, firstMs: number, phase: Phase, run: (nowMs: number) => void): void {
    this.#add({ atMs: firstMs, phase, sequence: this.#sequence++, run, periodMs });
  }

  /** Runs everything up to `endMs`, what is planned meanwhile included, and what is due at `endMs` itself. */
  runUntil(endMs: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= endMs; next = this.#heap[0]) {
      this.#removeFirst();
      next.run(next.atMs);
      if (next.periodMs === 0) continue;
      next.atMs += next.periodMs;
      next.sequence = this.#sequence++;
      this.#add(next);
    }
  }

  #add(entry: Entry): void {
    let place = this.#heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(entry, this.#heap[parent]!)) break;
      this.#heap[place] = this.#heap[parent]!;
      place = parent;
    }
    this.#heap[place] = entry;
  }

  #removeFirst(): void {
    const last = this.#heap.pop()!;
    const size = this.#heap.length;
    if (size === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child += 1;
      if (!isBefore(this.#heap[child]!, last)) break;
      this.#heap[place] = this.#heap[child]!;
      place = child;
    }
    this.#heap[place] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.phase !== b.phase) return a.phase < b.phase;
  return a.sequence < b.sequence;
}
