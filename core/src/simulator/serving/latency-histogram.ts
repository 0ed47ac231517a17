const PER_OCTAVE = 16;
const LOWEST_SECONDS = 1e-5;

const BINS = 32 * PER_OCTAVE;

/** The bin of a response time; a distribution that comes up again and again knows its bins. */
export function latencyBin(seconds: number): number {
  const place = Math.round(Math.log2(Math.max(seconds, LOWEST_SECONDS) / LOWEST_SECONDS) * PER_OCTAVE);
  return Math.min(place, BINS - 1);
}

/** Response times of many requests, in bins of 4.4 % width; answers are off by half a bin at most. Memory does not grow. */
export class LatencyHistogram {
  readonly #bins = new Float64Array(BINS);
  #requests = 0;

  add(bin: number, requests: number): void {
    this.#bins[bin]! += requests;
    this.#requests += requests;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Seconds within which that share of the requests was answered; `undefined` without requests. */
  quantile(share: number): number | undefined {
    if (this.#requests === 0) return undefined;
    let left = share * this.#requests;
    for (let bin = 0; bin < this.#bins.length; bin++) {
      left -= this.#bins[bin]!;
      if (left <= 0) return LOWEST_SECONDS * 2 ** (bin / PER_OCTAVE);
    }
    return LOWEST_SECONDS * 2 ** ((this.#bins.length - 1) / PER_OCTAVE);
  }
}
