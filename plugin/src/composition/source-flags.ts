import type { PrometheusFlagValues } from './prometheus.ts';

/** The flags that choose a cluster, a Prometheus, a recording and prices. */
export interface SourceFlagValues extends PrometheusFlagValues {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly recording: string | undefined;
  readonly 'no-metrics'?: boolean;
  readonly prices?: string;
}
