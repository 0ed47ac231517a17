/** How sharply weight follows error: the weight is the relative error to the power of minus this. */
const SHARPNESS = 10;

/** The errors of one model at past origins beside those of the reference on the same origins, old ones fading. */
interface Tally {
  error: number;
  reference: number;
}

/**
 * Weights of competing models by their errors at past origins. Each model is measured against the reference model on
 * the origins where both answered, so a model that came late is not favoured by an easier stretch.
 */
export class ModelWeights {
  readonly #tallies: Tally[];
  readonly #memory: number;

  /** After `memory` origins an error counts for 1 ÷ e of a new one. */
  constructor(models: number, memory: number) {
    this.#tallies = Array.from({ length: models }, () => ({ error: 0, reference: 0 }));
    this.#memory = Math.exp(-1 / memory);
  }

  /** Takes in mean absolute errors at one origin; `undefined` where a model did not answer. */
  learn(errors: readonly (number | undefined)[], reference: number): void {
    errors.forEach((error, model) => {
      if (error === undefined) return;
      const tally = this.#tallies[model]!;
      tally.error = tally.error * this.#memory + error;
      tally.reference = tally.reference * this.#memory + reference;
    });
  }

  /** Error of each model as a multiple of the reference's; `undefined` before its first origin. */
  relativeErrors(): (number | undefined)[] {
    return this.#tallies.map(({ error, reference }) => {
      if (error === 0 && reference === 0) return undefined;
      return reference === 0 ? Infinity : error / reference;
    });
  }

  /**
   * Weights that sum to 1 over the models that `answered`, by relative error; equal ones while nothing is known.
   * `undefined` when no model answered.
   */
  weights(answered: readonly boolean[]): number[] | undefined {
    const relative = this.relativeErrors();
    const best = relative.reduce<number>(
      (low, error, model) => (answered[model] === true && error !== undefined ? Math.min(low, error) : low),
      Infinity,
    );
    const raw = relative.map((error, model) => {
      if (answered[model] !== true) return 0;
      if (!Number.isFinite(best)) return 1;
      return error === undefined ? 0 : (Math.max(best, TINY) / Math.max(error, TINY)) ** SHARPNESS;
    });
    const total = raw.reduce((a, b) => a + b, 0);
    return total > 0 ? raw.map((weight) => weight / total) : undefined;
  }
}

/** Below this a relative error is as good as none. */
const TINY = 1e-6;
