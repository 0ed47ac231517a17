/** The two resources that the VPA sizes. */
export type ResourceName = 'cpu' | 'memory';

/**
 * An amount of one resource, as the VPA counts: CPU in whole millicores, memory in whole bytes. Always an integer from
 * 0 to {@link MAX_RESOURCE_AMOUNT}, which a double holds exactly.
 */
export type ResourceAmount = number;

/** Amounts by resource; a resource that is not controlled is absent. */
export type ResourceAmounts = Readonly<Partial<Record<ResourceName, ResourceAmount>>>;

/** Both resources, in the order in which the VPA lists them. */
export const RESOURCE_NAMES: readonly ResourceName[] = ['cpu', 'memory'];

/** Every larger amount becomes this one (VPA `pkg/recommender/model/types.go`, MaxResourceAmount). */
export const MAX_RESOURCE_AMOUNT: ResourceAmount = 1e14;

/**
 * Truncates towards zero into `[0, 1e14]`, as the VPA's `resourceAmountFromFloat` does. NaN becomes 0; Go's answer for it
 * depends on the processor, but the per-pod minimum that every estimate passes through hides the difference.
 */
function resourceAmountFrom(value: number): ResourceAmount {
  if (value > MAX_RESOURCE_AMOUNT) return MAX_RESOURCE_AMOUNT;
  return value > 0 ? Math.trunc(value) : 0;
}

/** Cores to millicores, truncated. */
export function cpuAmountFromCores(cores: number): ResourceAmount {
  return resourceAmountFrom(cores * 1000);
}

/** Millicores to cores. */
export function coresFromCpuAmount(amount: ResourceAmount): number {
  return amount / 1000;
}

/** Bytes, truncated to a whole number. */
export function memoryAmountFromBytes(bytes: number): ResourceAmount {
  return resourceAmountFrom(bytes);
}

/** `amount × factor`, truncated and capped. */
export function scaleAmount(amount: ResourceAmount, factor: number): ResourceAmount {
  return resourceAmountFrom(amount * factor);
}

/** The smallest multiple of `step` that is not below `amount`; a step of 0 or less leaves it as it is. */
export function roundUpToStep(amount: ResourceAmount, step: number): ResourceAmount {
  return step > 0 ? Math.ceil(amount / step) * step : amount;
}
