import type { HpaView } from '../../apis/hpa.ts';
import type { HpaMetric } from '../../apis/hpa-metric.ts';
import type { HpaChanges } from '../../simulator/index.ts';
import { fail, ok, parseQuantity, quantityOf, type Result, toNumber } from '../../units/index.ts';

/** What of an HPA can be tried, and how far to look ahead. Plain data: it crosses to the client and back. */
export interface WhatIfSettings {
  minReplicas: number;
  maxReplicas: number;
  /** By metric: per cent of the request, or a quantity's number in whole units. */
  targets: Record<string, number>;
  horizonMinutes: number;
}

/** A target of an HPA, as it is written. */
export interface WrittenTarget {
  readonly metric: string;
  readonly field: 'averageUtilization' | 'averageValue' | 'value';
  readonly value: number;
}

export const MOST_REPLICAS = 10_000;
export const HORIZON_MINUTES = { least: 5, most: 1440 } as const;
/** What the API server fills in where no metric is written. */
export const DEFAULT_CPU_PERCENT = 80;

/** The settings that the manifest has; `undefined` for an HPA without a maximum, which no cluster takes. */
export function settingsOf(view: HpaView, horizonMinutes: number): WhatIfSettings | undefined {
  const { minReplicas, maxReplicas } = view;
  if (maxReplicas === undefined) return undefined;
  const targets = Object.fromEntries(targetsOf(view).map(({ metric, value }) => [metric, value]));
  return { minReplicas, maxReplicas, targets, horizonMinutes };
}

/** The targets of an HPA, one for each name of a metric. */
export function targetsOf({ metrics }: HpaView): readonly WrittenTarget[] {
  if (metrics.length === 0) {
    return [{ metric: 'cpu', field: 'averageUtilization', value: DEFAULT_CPU_PERCENT }];
  }
  const byMetric = new Map<string, WrittenTarget>();
  for (const target of metrics.flatMap((metric) => writtenTarget(metric) ?? [])) {
    if (!byMetric.has(target.metric)) byMetric.set(target.metric, target);
  }
  return [...byMetric.values()];
}

export function writtenTarget(metric: HpaMetric): WrittenTarget | undefined {
  if (metric.type === 'Unknown' || metric.name === undefined) return undefined;
  const { averageUtilization, averageValue, value } = metric.target;
  const of = { metric: metric.name };
  if (averageUtilization !== undefined) {
    return { ...of, field: 'averageUtilization', value: averageUtilization };
  }
  if (averageValue) return { ...of, field: 'averageValue', value: toNumber(averageValue) };
  return value && { ...of, field: 'value', value: toNumber(value) };
}

/** What a client sent, checked; the error says in one sentence what cannot be. */
export function readSettings(sent: unknown, view: HpaView): Result<WhatIfSettings, string> {
  const { minReplicas, maxReplicas, targets, horizonMinutes } = (sent ?? {}) as Partial<
    Record<keyof WhatIfSettings, unknown>
  >;
  if (!isCount(minReplicas, Math.min(1, view.minReplicas), MOST_REPLICAS)) {
    return fail(`The minimum is a whole number from 1 to ${MOST_REPLICAS}.`);
  }
  if (!isCount(maxReplicas, 1, MOST_REPLICAS)) {
    return fail(`The maximum is a whole number from 1 to ${MOST_REPLICAS}.`);
  }
  if (minReplicas > maxReplicas) {
    return fail(`The minimum of ${minReplicas} is above the maximum of ${maxReplicas}.`);
  }
  if (!isCount(horizonMinutes, HORIZON_MINUTES.least, HORIZON_MINUTES.most)) {
    return fail(
      `The horizon is a whole number of minutes from ${HORIZON_MINUTES.least} to ${HORIZON_MINUTES.most}.`,
    );
  }
  const read: Record<string, number> = {};
  for (const { metric, field, value: written } of targetsOf(view)) {
    const given = (targets as Readonly<Record<string, unknown>> | null | undefined)?.[metric] ?? written;
    if (!isTarget(given, field)) {
      return fail(
        field === 'averageUtilization'
          ? `The target of ${metric} is a whole number of per cent from 1 on.`
          : `The target of ${metric} is a number above 0.`,
      );
    }
    read[metric] = given;
  }
  return ok({ minReplicas, maxReplicas, targets: read, horizonMinutes });
}

/** Whether the HPA itself would be another one. */
export function changesHpa(settings: WhatIfSettings, view: HpaView): boolean {
  return (
    settings.minReplicas !== view.minReplicas ||
    settings.maxReplicas !== view.maxReplicas ||
    targetsOf(view).some(({ metric, value }) => settings.targets[metric] !== value)
  );
}

/** What is to be otherwise, for the simulator; `undefined` where nothing is. */
export function hpaChangesOf(settings: WhatIfSettings, view: HpaView): HpaChanges | undefined {
  if (!changesHpa(settings, view)) return undefined;
  const changed = targetsOf(view).flatMap(({ metric, value }) => {
    const wanted = settings.targets[metric];
    return wanted === undefined || wanted === value ? [] : [[metric, targetText(wanted)] as const];
  });
  const { minReplicas, maxReplicas } = settings;
  return { minReplicas, maxReplicas, targets: Object.fromEntries(changed) };
}

/** A target as Kubernetes writes quantities: `16`, `1500m`. */
export function targetText(value: number): string {
  const quantity = quantityOf(Math.round(value * 1000), 'milli');
  return quantity.nanos % 1_000_000_000n === 0n
    ? String(quantity.nanos / 1_000_000_000n)
    : `${quantity.nanos / 1_000_000n}m`;
}

function isCount(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** Quantities are kept to the thousandth, as the HPA reads them. */
function isTarget(value: unknown, field: WrittenTarget['field']): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return field === 'averageUtilization'
    ? isCount(value, 1, 1_000_000)
    : value >= 0.001 && parseQuantity(targetText(value)).ok;
}
