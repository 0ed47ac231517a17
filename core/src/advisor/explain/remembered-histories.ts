import { defaultControllerSettings, defaultSyncPeriodMs } from '../../hpa/index.ts';
import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import type { HpaFacts } from './hpa-facts.ts';
import { type HpaHistories, readHpaHistories } from './hpa-histories.ts';
import { memoryMs } from './replay-hpa.ts';

/** As many decisions as are replayed at most: a longer stretch has longer steps. */
const MOST_DECISIONS = 1500;

export interface RememberedHistories {
  /** Absent without a source of metrics. */
  readonly histories: HpaHistories | undefined;
  readonly spanMs: number;
  readonly stepMs: number;
}

/**
 * The histories of an HPA's metrics up to a moment, as far back as the controller remembers, and `sinceMs` more. Whoever asks so asks the same
 * questions, which a recording answers.
 */
export async function rememberedHistories(
  metrics: MetricsSource | undefined,
  { spec, ref, hpa, kubernetesMinor }: HpaFacts,
  atMs: number,
  { sinceMs = 0, ...options }: SourceCallOptions & { readonly sinceMs?: number },
): Promise<RememberedHistories> {
  const remembered = memoryMs(spec, defaultControllerSettings(kubernetesMinor)) + 2 * defaultSyncPeriodMs;
  const spanMs = remembered + sinceMs;
  const stepMs = Math.ceil(spanMs / MOST_DECISIONS / defaultSyncPeriodMs) * defaultSyncPeriodMs;
  const histories =
    metrics && (await readHpaHistories(metrics, ref, hpa.metrics, { atMs, spanMs, stepMs }, options));
  return { histories, spanMs, stepMs };
}
