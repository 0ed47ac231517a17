import type { Reason } from '../evidence/index.ts';

/** One decision of one controller, with its reasons. */
export interface DecisionRecord {
  readonly atMs: number;
  readonly controller: 'hpa' | 'policy' | 'vpa' | 'cluster-autoscaler' | 'scheduler' | 'cloud';
  /** The workload, the pool, the node, the pod or the request that it is about. */
  readonly subject: string;
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly Reason[];
}

/** Is told every decision, those that change nothing included. */
export type DecisionSink = (record: DecisionRecord) => void;
