import {
  addMargin,
  AggregateContainerState,
  applyConfidence,
  confidenceOf,
  coresFromCpuAmount,
  cpuAmountFromCores,
  DEFAULT_RECOMMENDER_CONFIG,
  memoryAmountFromBytes,
  minimumPerContainer,
  type ResourceAmount,
  roundUpToStep,
  scaleAmount,
} from '#core/vpa/index.ts';

import { differences } from '../expectation.ts';
import type { KindHandler } from '../vector.ts';
import { type Fields, fields, number, optionalNumber } from './input.ts';
import { oneOf } from './policy-input.ts';

/** Applies a step to the bases that are given, `cpuMilli` and `memoryBytes`. */
function stepped(
  given: Fields,
  step: (base: ResourceAmount, resource: 'cpu' | 'memory') => ResourceAmount,
): Fields {
  const cpu = optionalNumber(given.baseCpuMilli, 'input.baseCpuMilli');
  const memory = optionalNumber(given.baseMemoryBytes, 'input.baseMemoryBytes');
  return {
    ...(cpu === undefined ? {} : { cpuMilli: step(cpu, 'cpu') }),
    ...(memory === undefined ? {} : { memoryBytes: step(memory, 'memory') }),
  };
}

/** `cpuSamples` samples, `spacingMinutes` apart, then base × (1 + multiplier ÷ confidence)^exponent. */
const confidence: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'baseCpuMilli',
    'baseMemoryBytes',
    'multiplier',
    'exponent',
    'confidenceIntervalMinutes',
    'cpuSamples',
    'spacingMinutes',
  ]);
  const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, 0);
  const spacingMs = (optionalNumber(given.spacingMinutes, 'input.spacingMinutes') ?? 1) * 60_000;
  const samples = number(given.cpuSamples, 'input.cpuSamples');
  for (let index = 0; index < samples; index++) state.addCpuSample(1000, index * spacingMs, 0);
  const interval = optionalNumber(given.confidenceIntervalMinutes, 'input.confidenceIntervalMinutes') ?? 1440;
  const reached = confidenceOf(state, interval * 60_000);
  const stretch = {
    multiplier: number(given.multiplier, 'input.multiplier'),
    exponent: number(given.exponent, 'input.exponent'),
  };
  return differences(expected, {
    confidence: reached,
    ...stepped(given, (base) => applyConfidence(base, stretch, reached)),
  });
};

const margin: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['baseCpuMilli', 'baseMemoryBytes', 'marginFraction']);
  const fraction = number(given.marginFraction, 'input.marginFraction');
  return differences(
    expected,
    stepped(given, (base) => addMargin(base, fraction)),
  );
};

const minResources: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'containers',
    'podMinCpuMilli',
    'podMinMemoryMiB',
    'baseCpuMilli',
    'baseMemoryBytes',
  ]);
  const config = {
    podMinCpuMillicores: optionalNumber(given.podMinCpuMilli, 'input.podMinCpuMilli') ?? 0,
    podMinMemoryMib: optionalNumber(given.podMinMemoryMiB, 'input.podMinMemoryMiB') ?? 0,
  };
  const containers = number(given.containers, 'input.containers');
  return differences(
    expected,
    stepped(given, (base, resource) => Math.max(base, minimumPerContainer(resource, config, containers))),
  );
};

/** One step of the arithmetic of amounts. */
const amount: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['step', 'value', 'by']);
  const value = number(given.value, 'input.value');
  const by = () => number(given.by, 'input.by');
  const steps = {
    'cpu-from-cores': () => cpuAmountFromCores(value),
    'cores-from-cpu': () => coresFromCpuAmount(value),
    'memory-from-bytes': () => memoryAmountFromBytes(value),
    scale: () => scaleAmount(value, by()),
    'round-up': () => roundUpToStep(value, by()),
  };
  const step = oneOf(given.step, Object.keys(steps) as (keyof typeof steps)[], 'input.step');
  return differences(expected, { amount: steps[step]() });
};

export const estimatorKinds: Readonly<Record<string, KindHandler>> = {
  confidence,
  margin,
  'min-resources': minResources,
  amount,
};
