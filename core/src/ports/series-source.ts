import type { SourceCallOptions } from './metrics-source.ts';

/** One value of an instant query as it was answered: NaN and ±Inf are kept. */
export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs: number;
}

/** A scalar has one sample without labels. */
export interface InstantAnswer {
  readonly type: 'vector' | 'scalar';
  readonly samples: readonly InstantSample[];
}

/** Whole PromQL as somebody else wrote it, and which series there are. Throws {@link SourceError}. */
export interface SeriesSource {
  /** For people: `Prometheus http://…`. */
  readonly description: string;
  instant(promql: string, timeMs: number, options?: SourceCallOptions): Promise<InstantAnswer>;
  /** The label sets, `__name__` among them, of series that had a sample since `sinceMs` and match the selector. */
  series(
    selector: string,
    sinceMs: number,
    options?: SourceCallOptions,
  ): Promise<readonly Readonly<Record<string, string>>[]>;
}
