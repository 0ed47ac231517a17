import {
  MAX_RESOURCE_AMOUNT,
  type ResourceAmount,
  type ResourceName,
  roundUpToStep,
} from '../vpa/resource-amount.ts';

const MIB = 1024 * 1024;

interface RoundingStep {
  /** The step holds for amounts below this one. */
  readonly below: ResourceAmount;
  readonly step: ResourceAmount;
}

/** Steps that people write, at most about a tenth of the amount from the floor upwards. */
const STEPS: Readonly<Record<ResourceName, readonly RoundingStep[]>> = {
  cpu: [
    { below: 1_000, step: 10 },
    { below: 10_000, step: 50 },
    { below: Infinity, step: 100 },
  ],
  memory: [
    { below: 128 * MIB, step: 4 * MIB },
    { below: 1_024 * MIB, step: 16 * MIB },
    { below: 8 * 1_024 * MIB, step: 64 * MIB },
    { below: Infinity, step: 256 * MIB },
  ],
};

/**
 * The next amount, never below the given one, that reads well in a manifest. CPU: 10m steps below 1 core, 50m below 10
 * cores, then 100m. Memory: 4Mi steps below 128Mi, 16Mi below 1Gi, 64Mi below 8Gi, then 256Mi.
 */
export function roundUpToReadable(resource: ResourceName, amount: ResourceAmount): ResourceAmount {
  const step = STEPS[resource].find(({ below }) => amount < below)?.step ?? 1;
  return Math.min(roundUpToStep(amount, step), MAX_RESOURCE_AMOUNT);
}
