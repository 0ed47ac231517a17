import {
  DEFAULT_RECOMMENDER_CONFIG,
  type RecommenderConfig,
  type ResourceAmounts,
  type VpaBehaviour,
  vpaBehaviour,
} from '#core/vpa/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; throws with the path when it is none, or has a field that the format does not know. */
export function fields(value: unknown, path: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} is ${JSON.stringify(value)}, not an object`);
  }
  const unknown = Object.keys(value).filter((key) => !known.includes(key) && key !== 'note');
  if (unknown.length > 0) {
    throw new Error(`${path}.${unknown.join(', ')} is not known; known are ${known.join(', ')}`);
  }
  return value as Fields;
}

export function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${path} is ${JSON.stringify(value)}, not a list`);
  return value;
}

/** Absent and `null` are an empty list. */
export function optionalList(value: unknown, path: string): readonly unknown[] {
  return value === undefined || value === null ? [] : list(value, path);
}

export function number(value: unknown, path: string): number {
  if (typeof value !== 'number') throw new Error(`${path} is ${JSON.stringify(value)}, not a number`);
  return value;
}

export function optionalNumber(value: unknown, path: string): number | undefined {
  return value === undefined || value === null ? undefined : number(value, path);
}

export function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new Error(`${path} is ${JSON.stringify(value)}, not a text`);
  return value;
}

export function optionalText(value: unknown, path: string): string | undefined {
  return value === undefined || value === null ? undefined : text(value, path);
}

/** `{ cpu: millicores, memory: bytes }`; absent and `null` are empty. */
export function amounts(value: unknown, path: string): ResourceAmounts {
  if (value === undefined || value === null) return {};
  const { cpu, memory } = fields(value, path, ['cpu', 'memory']);
  return {
    ...(cpu === undefined ? {} : { cpu: number(cpu, `${path}.cpu`) }),
    ...(memory === undefined ? {} : { memory: number(memory, `${path}.memory`) }),
  };
}

/** The behaviour of the named release, or of the newest. */
export function behaviour(release: unknown): VpaBehaviour {
  const named = optionalText(release, 'input.release');
  const found = vpaBehaviour(named ?? '999.0.0');
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

const FLAGS = [
  'target-cpu-percentile',
  'recommendation-lower-bound-cpu-percentile',
  'recommendation-upper-bound-cpu-percentile',
  'target-memory-percentile',
  'recommendation-lower-bound-memory-percentile',
  'recommendation-upper-bound-memory-percentile',
  'recommendation-margin-fraction',
  'pod-recommendation-min-cpu-millicores',
  'pod-recommendation-min-memory-mb',
  'confidence-interval-cpu',
  'confidence-interval-memory',
  'cpu-histogram-decay-half-life',
  'memory-histogram-decay-half-life',
  'memory-aggregation-interval',
  'memory-aggregation-interval-count',
  'oom-bump-up-ratio',
  'oom-min-bump-up-bytes',
  'round-cpu-millicores',
  'round-memory-bytes',
  'container-recommendation-max-allowed-cpu',
  'container-recommendation-max-allowed-memory',
] as const;

/** The recommender's flags by name, durations in seconds, maximum amounts in millicores and bytes. */
export function recommenderConfig(value: unknown, release: unknown): RecommenderConfig {
  const flags = fields(value ?? {}, 'input.flags', FLAGS);
  const base = DEFAULT_RECOMMENDER_CONFIG;
  const flag = (name: (typeof FLAGS)[number], fallback: number) =>
    optionalNumber(flags[name], `input.flags.${name}`) ?? fallback;
  const duration = (name: (typeof FLAGS)[number], fallbackMs: number) => flag(name, fallbackMs / 1000) * 1000;
  const maximum = (resource: 'cpu' | 'memory') => {
    const found = flag(`container-recommendation-max-allowed-${resource}`, 0);
    return found === 0 ? {} : { [resource]: found };
  };
  return {
    ...base,
    cpuPercentiles: {
      target: flag('target-cpu-percentile', base.cpuPercentiles.target),
      lowerBound: flag('recommendation-lower-bound-cpu-percentile', base.cpuPercentiles.lowerBound),
      upperBound: flag('recommendation-upper-bound-cpu-percentile', base.cpuPercentiles.upperBound),
    },
    memoryPercentiles: {
      target: flag('target-memory-percentile', base.memoryPercentiles.target),
      lowerBound: flag('recommendation-lower-bound-memory-percentile', base.memoryPercentiles.lowerBound),
      upperBound: flag('recommendation-upper-bound-memory-percentile', base.memoryPercentiles.upperBound),
    },
    marginFraction: flag('recommendation-margin-fraction', base.marginFraction),
    podMinCpuMillicores: flag('pod-recommendation-min-cpu-millicores', base.podMinCpuMillicores),
    podMinMemoryMib: flag('pod-recommendation-min-memory-mb', base.podMinMemoryMib),
    confidenceIntervalCpuMs: duration('confidence-interval-cpu', base.confidenceIntervalCpuMs),
    confidenceIntervalMemoryMs: duration('confidence-interval-memory', base.confidenceIntervalMemoryMs),
    cpuHalfLifeMs: duration('cpu-histogram-decay-half-life', base.cpuHalfLifeMs),
    memoryHalfLifeMs: duration('memory-histogram-decay-half-life', base.memoryHalfLifeMs),
    memoryAggregationIntervalMs: duration('memory-aggregation-interval', base.memoryAggregationIntervalMs),
    memoryAggregationIntervalCount: flag(
      'memory-aggregation-interval-count',
      base.memoryAggregationIntervalCount,
    ),
    oomBumpUpRatio: flag('oom-bump-up-ratio', base.oomBumpUpRatio),
    oomMinBumpUpBytes: flag('oom-min-bump-up-bytes', base.oomMinBumpUpBytes),
    roundCpuMillicores: flag('round-cpu-millicores', base.roundCpuMillicores),
    roundMemoryBytes: flag('round-memory-bytes', base.roundMemoryBytes),
    globalMaxAllowed: { ...maximum('cpu'), ...maximum('memory') },
    behaviour: behaviour(release),
  };
}
