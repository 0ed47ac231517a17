import type { ReportBasis, ReportMoney } from '../workload-report.ts';

/** What the nodes of one kind cost. */
export interface CostNodes {
  instanceType: string;
  capacityType: 'spot' | 'on-demand' | 'unknown';
  nodes: number;
  perNodePerHour: number;
  perHour: number;
  perMonth: number;
  /** The part that no pod pays for. */
  idlePerHour: number;
}

/** One row of a breakdown: a namespace, a value of a label, a workload or a container. */
export interface CostRow {
  name: string;
  pods: number;
  perHour: number;
  perMonth: number;
  /** Of all that the nodes cost, 0–1. */
  share: number;
  /** Where the workload's requests per second are measured. */
  perThousandRequests?: number;
}

/** A saving; negative where something costs more. */
export interface PlanFigures {
  beforePerHour: number;
  afterPerHour: number;
  savingPerHour: number;
  /** 730 hours. */
  savingPerMonth: number;
  /** Of what the nodes cost now, 0–1. */
  savingShare?: number;
}

export interface CostAction {
  id: 'consolidate' | 'right-size' | 'replicas' | 'spot' | 'node-mix';
  title: string;
  /** Without the other actions, beside the same pods packed onto as few nodes as they need. */
  alone: PlanFigures;
  /** After the actions above it. */
  inSequence: PlanFigures;
  details: string[];
}

export interface CostPlan {
  /** In the order in which they are taken. The savings in sequence add up to the total. */
  actions: CostAction[];
  total: PlanFigures;
  /** The nodes after all actions, in the hour that needs most. */
  mix?: CostMix;
}

export interface CostMix {
  nodes: {
    instanceType: string;
    capacityType: 'spot' | 'on-demand';
    zone?: string;
    nodes: number;
    perHour: number;
  }[];
  perHour: number;
  /** What first fit decreasing comes to for the same pods. */
  firstFitPerHour: number;
  /** No nodes for these pods cost less. */
  boundPerHour?: number;
  /** (perHour − boundPerHour) ÷ boundPerHour. */
  gap?: number;
  /** What to do to get there, from the nodes that there are; kinds that grow come first. */
  steps: {
    instanceType: string;
    capacityType: 'spot' | 'on-demand';
    zone?: string;
    from: number;
    to: number;
  }[];
  /**
   * GPUs in the machines, and where their use is measured (mean of the last hour, 0–1) how much of them would be: the work of
   * now, in proportion to the pods. Absent without GPUs.
   */
  gpus?: { now: number; then: number; usedNow?: number; usedThen?: number };
  /** Pods that no node would take. In the figures of the actions each keeps a node of the kind that it is on now. */
  unplaced: { pod: string; reasons: string[] }[];
  /** The search ended by its time limit. */
  outOfTime: boolean;
}

/** What `cost` prints. */
export interface CostReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'CostReport';
  generatedAt: string;
  cluster: string;
  /** All nodes that have a price. */
  now: ReportMoney;
  nodes: CostNodes[];
  idle: ReportMoney;
  /** Reserved instances and savings plans; absent without any. Their unused part is in `now`, and nobody's. */
  commitments?: { name: string; perHour: number; usedPerHour: number; unusedPerHour: number }[];
  /** Of the month by an hourly profile; absent where none was given. */
  monthByProfile?: { perMonth: number; profile: number[]; basis: string };
  by: string;
  rows: CostRow[];
  plan?: CostPlan;
  unpriced: string[];
  assumptions: string[];
  notes: string[];
  basis: ReportBasis;
}
