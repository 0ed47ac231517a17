import type { LaterReasons } from '../../evidence/reason.ts';
import type { DecisionRecord } from '../decision-record.ts';
import type { DemandAhead } from '../metrics/demand-forecaster.ts';
import type { Readings } from '../metrics/scraped-metrics.ts';
import type { ReplicaSet } from './replica-set.ts';

/** What a controller may know when it decides. */
export interface Observed {
  readonly nowMs: number;
  readonly replicaSet: ReplicaSet;
  readonly readings: Readings;
  readonly ahead: DemandAhead;
}

/** How many replicas there are to be; the reasons are asked for only where somebody is told of every decision. */
export interface ReplicaVerdict {
  readonly replicas: number;
  readonly reasons: LaterReasons;
}

/** Decides how many replicas there are, each `periodMs`. */
export interface ReplicaController {
  readonly kind: DecisionRecord['controller'];
  readonly periodMs: number;
  decide(observed: Observed): ReplicaVerdict;
}
