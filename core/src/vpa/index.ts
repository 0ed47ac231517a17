export {
  coresFromCpuAmount,
  cpuAmountFromCores,
  MAX_RESOURCE_AMOUNT,
  memoryAmountFromBytes,
  RESOURCE_NAMES,
  type ResourceAmount,
  type ResourceAmounts,
  type ResourceName,
  roundUpToStep,
  scaleAmount,
} from './resource-amount.ts';
