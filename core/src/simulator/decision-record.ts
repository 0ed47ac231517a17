import type { Reason } from '../evidence/index.ts';

/** One decision of one controller, with its reasons. */
export interface DecisionRecord {
  readonly atMs: number;
  readonly controller: 'hpa' | 'policy' | 'cluster-autoscaler' | 'scheduler' | 'cloud';
  /** The workload, the pool or the node that it is about. */
  readonly subject: string;
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly Reason[];
}

/** Is told every decision, those that change nothing included. */
export type DecisionSink = (record: DecisionRecord) => void;
