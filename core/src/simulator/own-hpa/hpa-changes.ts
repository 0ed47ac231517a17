import type { HpaMetricSpec, HpaSpec, ScalingRules } from '../../hpa/index.ts';
import { withSpecDefaults } from '../../hpa/index.ts';
import {
  fail,
  formatNumber,
  milliValue,
  ok,
  parseGoDuration,
  parseQuantity,
  type Result,
  toMilliseconds,
} from '../../units/index.ts';

/** What is to be otherwise in an HPA. */
export interface HpaChanges {
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly scaleUpWindowSeconds?: number;
  readonly scaleDownWindowSeconds?: number;
  /** By metric, or under `''` for an HPA with one metric: the new target as it was written, `60` or `1500m`. */
  readonly targets: Readonly<Record<string, string>>;
}

const KEYS = 'min, max, target, target.METRIC, up-window, down-window';

/** Reads `min=4,target=60,down-window=2m`. The error names the part that is wrong. */
export function parseHpaChanges(text: string): Result<HpaChanges, string> {
  const numbers: Partial<Record<(typeof numeric)[string], number>> = {};
  const targets: Record<string, string> = {};
  for (const part of text.split(',').map((each) => each.trim())) {
    const split = part.indexOf('=');
    const key = part.slice(0, Math.max(split, 0)).trim();
    const value = part.slice(split + 1).trim();
    if (split <= 0 || value === '') return fail(`"${part}" is no KEY=VALUE; keys are ${KEYS}`);
    const field = numeric[key];
    if (field !== undefined) {
      const number = field.endsWith('Seconds') ? windowSeconds(value) : count(value);
      if (number === undefined) return fail(`${part}: ${expected[key]}`);
      numbers[field] = number;
    } else if (key === 'target' || key.startsWith('target.')) {
      if (!parseQuantity(value).ok) return fail(`${part}: a target is a number or a quantity, 60 or 1500m`);
      targets[key.slice('target.'.length)] = value;
    } else return fail(`${key} cannot be set; what can is ${KEYS}`);
  }
  return ok({ ...numbers, targets });
}

type NumericField = 'minReplicas' | 'maxReplicas' | 'scaleUpWindowSeconds' | 'scaleDownWindowSeconds';
const numeric: Readonly<Record<string, NumericField>> = {
  min: 'minReplicas',
  max: 'maxReplicas',
  'up-window': 'scaleUpWindowSeconds',
  'down-window': 'scaleDownWindowSeconds',
};
const expected: Readonly<Record<string, string>> = {
  min: 'a count from 1 on is expected',
  max: 'a count from 1 on is expected',
  'up-window': 'a time up to an hour is expected, 60s or 5m',
  'down-window': 'a time up to an hour is expected, 60s or 5m',
};
const LONGEST_WINDOW_SECONDS = 3600;

function count(text: string): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : undefined;
}

function windowSeconds(text: string): number | undefined {
  const duration = parseGoDuration(/^\d+$/.test(text) ? `${text}s` : text);
  const seconds = duration.ok ? toMilliseconds(duration.value) / 1000 : Number.NaN;
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_WINDOW_SECONDS ? seconds : undefined;
}

/** The HPA with the changes; the error says what does not go together. */
export function changedHpa(spec: HpaSpec, changes: HpaChanges): Result<HpaSpec, string> {
  const { minReplicas = spec.minReplicas ?? 1, maxReplicas = spec.maxReplicas } = changes;
  if (minReplicas > maxReplicas) {
    return fail(`min=${minReplicas} is above the HPA's maximum of ${maxReplicas}; set max too`);
  }
  const { metrics } = withSpecDefaults(spec, 0);
  const names = metrics.map(metricName);
  const unknown = Object.keys(changes.targets).find((name) => name !== '' && !names.includes(name));
  if (unknown !== undefined) return fail(`the HPA has no metric ${unknown}; it has ${names.join(', ')}`);
  if (changes.targets[''] !== undefined && metrics.length > 1) {
    return fail(`the HPA has ${metrics.length} metrics: set one as target.METRIC, of ${names.join(', ')}`);
  }
  return ok({
    ...spec,
    minReplicas,
    maxReplicas,
    metrics: metrics.map((metric) => {
      const text = changes.targets[metricName(metric)] ?? changes.targets[''];
      const target = text === undefined ? undefined : parseQuantity(text);
      return target?.ok === true ? withTarget(metric, milliValue(target.value)) : metric;
    }),
    ...behaviorWith(spec, changes),
  });
}

/** Every target times a factor: what the HPA wants a replica to carry, more or less of it. */
export function withTargetsTimes(spec: HpaSpec, factor: number): HpaSpec {
  const metrics = withSpecDefaults(spec, 0).metrics.map((metric) => {
    const { averageUtilization, averageValueMilli, valueMilli } = metric.target;
    const milli =
      averageUtilization === undefined ? (averageValueMilli ?? valueMilli ?? 0) : 1000 * averageUtilization;
    return withTarget(metric, Math.max(1, Math.round(Number(milli) * factor)));
  });
  return { ...spec, metrics };
}

function withTarget(metric: HpaMetricSpec, milli: number | bigint): HpaMetricSpec {
  const { target } = metric;
  const changed =
    target.averageUtilization !== undefined
      ? { ...target, averageUtilization: Math.max(1, Math.round(Number(milli) / 1000)) }
      : target.averageValueMilli !== undefined
        ? { ...target, averageValueMilli: milli }
        : { ...target, valueMilli: milli };
  return { ...metric, target: changed };
}

function behaviorWith(spec: HpaSpec, changes: HpaChanges): Pick<HpaSpec, 'behavior'> {
  const scaleUp = rulesWith(spec.behavior?.scaleUp, changes.scaleUpWindowSeconds);
  const scaleDown = rulesWith(spec.behavior?.scaleDown, changes.scaleDownWindowSeconds);
  if (scaleUp === undefined && scaleDown === undefined) {
    return spec.behavior ? { behavior: spec.behavior } : {};
  }
  return { behavior: { ...(scaleUp && { scaleUp }), ...(scaleDown && { scaleDown }) } };
}

function rulesWith(
  rules: ScalingRules | undefined,
  windowSeconds: number | undefined,
): ScalingRules | undefined {
  return windowSeconds === undefined ? rules : { ...rules, stabilizationWindowSeconds: windowSeconds };
}

/** `cpu 60 %`, `queue_depth 30`, joined. */
export function targetsText(spec: HpaSpec): string {
  return withSpecDefaults(spec, 0)
    .metrics.map((metric) => {
      const { averageUtilization, averageValueMilli, valueMilli } = metric.target;
      const amount =
        averageUtilization === undefined
          ? formatNumber(Number(averageValueMilli ?? valueMilli ?? 0) / 1000, 3)
          : `${averageUtilization} %`;
      return `${metricName(metric)} ${amount}`;
    })
    .join(', ');
}

/** By which a change names a metric. */
export function metricName(metric: HpaMetricSpec): string {
  return metric.type === 'Resource' || metric.type === 'ContainerResource' ? metric.name : metric.metric.name;
}
