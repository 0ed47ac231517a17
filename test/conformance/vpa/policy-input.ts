import {
  type AggregationOverrides,
  type ContainerPolicy,
  type ContainerResources,
  inForce,
  type LimitRangeItem,
  type PodContainer,
  type ProcessedAmounts,
  type ResourceName,
} from '#core/vpa/index.ts';

import { amounts, type Fields, fields, list, optionalList, optionalNumber, text } from './input.ts';

export function policies(value: unknown): readonly ContainerPolicy[] {
  return optionalList(value, 'input.policies').map((entry, index) =>
    policy(entry, `input.policies[${index}]`),
  );
}

function policy(entry: unknown, path: string): ContainerPolicy {
  const given = fields(entry, path, [
    'containerName',
    'mode',
    'minAllowed',
    'maxAllowed',
    'controlledResources',
    'controlledValues',
    'oomBumpUpRatio',
    'oomMinBumpUpBytes',
    'memoryAggregationIntervalSeconds',
    'memoryAggregationIntervalCount',
  ]);
  const controlled = given.controlledResources;
  return {
    containerName: text(given.containerName, `${path}.containerName`),
    ...(given.mode === undefined ? {} : { mode: oneOf(given.mode, ['Auto', 'Off'], path) }),
    minAllowed: amounts(given.minAllowed, `${path}.minAllowed`),
    maxAllowed: amounts(given.maxAllowed, `${path}.maxAllowed`),
    ...(controlled === undefined ? {} : { controlledResources: resources(controlled, path) }),
    ...(given.controlledValues === undefined
      ? {}
      : { controlledValues: oneOf(given.controlledValues, ['RequestsAndLimits', 'RequestsOnly'], path) }),
    aggregation: overrides(given, path),
  };
}

function overrides(given: Readonly<Record<string, unknown>>, path: string): AggregationOverrides {
  const ratio = optionalNumber(given.oomBumpUpRatio, path);
  const minimum = optionalNumber(given.oomMinBumpUpBytes, path);
  const seconds = optionalNumber(given.memoryAggregationIntervalSeconds, path);
  const count = optionalNumber(given.memoryAggregationIntervalCount, path);
  return {
    ...(ratio === undefined ? {} : { oomBumpUpRatio: ratio }),
    ...(minimum === undefined ? {} : { oomMinBumpUpBytes: minimum }),
    ...(seconds === undefined ? {} : { memoryAggregationIntervalMs: seconds * 1000 }),
    ...(count === undefined ? {} : { memoryAggregationIntervalCount: count }),
  };
}

export function resources(value: unknown, path: string): readonly ResourceName[] {
  return list(value, path).map((resource) => oneOf(resource, ['cpu', 'memory'], path));
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[], path: string): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) {
    throw new Error(`${path}: ${JSON.stringify(value)} is none of ${allowed.join(', ')}`);
  }
  return found;
}

/** `{ name, requests, limits, statusResources: { requests, limits } }`; the last holds where it is given. */
export function podContainers(value: unknown): readonly PodContainer[] {
  return list(value, 'input.containers').map((entry, index) => {
    const path = `input.containers[${index}]`;
    const given = fields(entry, path, ['name', 'requests', 'limits', 'statusResources']);
    const spec = { name: text(given.name, `${path}.name`), ...resourcesOf(given, path) };
    if (given.statusResources === undefined || given.statusResources === null) {
      return inForce(spec, undefined);
    }
    const status = fields(given.statusResources, `${path}.statusResources`, ['requests', 'limits']);
    return inForce(spec, resourcesOf(status, `${path}.statusResources`));
  });
}

function resourcesOf(given: Fields, path: string): ContainerResources {
  return {
    requests: amounts(given.requests, `${path}.requests`),
    limits: amounts(given.limits, `${path}.limits`),
  };
}

/** `{ containerName, target, lowerBound, upperBound, uncappedTarget }`; `null` is a status without a recommendation. */
export function recommendations(value: unknown, path = 'input.recommendations'): readonly ProcessedAmounts[] {
  return optionalList(value, path).map((entry, index) => {
    const at = `${path}[${index}]`;
    const given = fields(entry, at, ['containerName', ...FIGURES]);
    const [target = {}, lowerBound = {}, upperBound = {}, uncappedTarget = {}] = FIGURES.map((figure) =>
      amounts(given[figure], `${at}.${figure}`),
    );
    return {
      containerName: text(given.containerName, `${at}.containerName`),
      target,
      lowerBound,
      upperBound,
      uncappedTarget,
    };
  });
}

const FIGURES = ['target', 'lowerBound', 'upperBound', 'uncappedTarget'];

/** `{ type, min, max, default }`; amounts that are left out are not set, and claims for volumes are passed over. */
export function limitRangeItems(value: unknown): readonly LimitRangeItem[] {
  return optionalList(value, 'input.limitRanges').flatMap((entry, index): LimitRangeItem[] => {
    const path = `input.limitRanges[${index}]`;
    const given = fields(entry, path, ['type', 'min', 'max', 'default']);
    const part = (name: 'min' | 'max' | 'default') =>
      given[name] === undefined ? {} : { [name]: amounts(given[name], `${path}.${name}`) };
    const type = oneOf(given.type, ['Container', 'Pod', 'PersistentVolumeClaim'], path);
    return type === 'PersistentVolumeClaim'
      ? []
      : [{ type, ...part('min'), ...part('max'), ...part('default') }];
  });
}
