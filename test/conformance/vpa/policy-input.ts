import type {
  AggregationOverrides,
  ContainerAmounts,
  ContainerPolicy,
  LimitRangeItem,
  PodContainer,
  ResourceName,
} from '#core/vpa/index.ts';

import { amounts, fields, list, optionalList, optionalNumber, text } from './input.ts';

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

/** `{ name, requests, limits }`. */
export function podContainers(value: unknown): readonly PodContainer[] {
  return list(value, 'input.containers').map((entry, index) => {
    const path = `input.containers[${index}]`;
    const given = fields(entry, path, ['name', 'requests', 'limits']);
    return {
      name: text(given.name, `${path}.name`),
      requests: amounts(given.requests, `${path}.requests`),
      limits: amounts(given.limits, `${path}.limits`),
    };
  });
}

/** `{ containerName, target, lowerBound, upperBound }`. */
export function recommendations(value: unknown): readonly ContainerAmounts[] {
  return list(value, 'input.recommendations').map((entry, index) => {
    const path = `input.recommendations[${index}]`;
    const given = fields(entry, path, ['containerName', 'target', 'lowerBound', 'upperBound']);
    return {
      containerName: text(given.containerName, `${path}.containerName`),
      target: amounts(given.target, `${path}.target`),
      lowerBound: amounts(given.lowerBound, `${path}.lowerBound`),
      upperBound: amounts(given.upperBound, `${path}.upperBound`),
    };
  });
}

/** `{ type, min, max, default }`; amounts that are left out are not set. */
export function limitRangeItems(value: unknown): readonly LimitRangeItem[] {
  return optionalList(value, 'input.limitRanges').map((entry, index) => {
    const path = `input.limitRanges[${index}]`;
    const given = fields(entry, path, ['type', 'min', 'max', 'default']);
    const part = (name: 'min' | 'max' | 'default') =>
      given[name] === undefined ? {} : { [name]: amounts(given[name], `${path}.${name}`) };
    return {
      type: oneOf(given.type, ['Container', 'Pod'], path),
      ...part('min'),
      ...part('max'),
      ...part('default'),
    };
  });
}
