export { cheapestOffering, type PodPlacementGuess } from './cheapest-offering.ts';
export { type ClusterCapacity, clusterCapacity, type NodeLoad } from './cluster-capacity.ts';
export {
  type ClusterCost,
  clusterCost,
  type CostGroup,
  costGroups,
  type NodeKindCost,
  type PodCost,
} from './cluster-cost.ts';
export type { Commitment, ReservedInstances, SavingsPlan } from './commitment.ts';
export { type CommitmentUse, type CommittedBill, committedBill, withCommitments } from './committed-bill.ts';
export { compactColumns, type CompactPriceBook, expandPriceBook } from './compact-price-book.ts';
export { composePrices, type PriceLayer } from './compose-prices.ts';
export { containerShares } from './container-shares.ts';
export { addCosts, changeShare, type Cost, costPerHour, noCost, scaleCost, sumCosts } from './cost.ts';
export { type CostBeforeAndAfter, type CostChange, costChange, type CostChangeInput } from './cost-change.ts';
export {
  type Costing,
  priceBasis,
  priceBookName,
  type Unpriced,
  unpricedOf,
  type UnpricedReason,
} from './costing.ts';
export { withEstimates } from './estimate-offerings.ts';
export { type FleetCost, fleetCost, type FleetLine, type FleetLineCost } from './fleet-cost.ts';
export {
  hourlyLevels,
  type HourlyProfile,
  HOURS_PER_DAY,
  monthlyByProfile,
  parseHourlyProfile,
} from './hourly-profile.ts';
export {
  type CapacityType,
  type InstancePrice,
  instancePrice,
  SPOT_ESTIMATE_TOLERANCE,
} from './instance-price.ts';
export { mergePriceBooks } from './merge-price-books.ts';
export { dominantShare, fits } from './node-share.ts';
export {
  addResources,
  type NodeResources,
  noResources,
  resourcesAmong,
  resourcesOfOffering,
  resourcesOfPod,
  scaleResources,
} from './pod-resources.ts';
export {
  findOffering,
  type InstanceOffering,
  type OfferedGpu,
  type PriceBook,
  type PriceProvider,
} from './price-book.ts';
export type { ListedPriceBooks, ShownPriceBook } from './price-book-report.ts';
export { examplePriceBook } from './price-books/example.ts';
export type { Discount, ExchangeRate, PriceTerms } from './price-terms.ts';
export type { PoolChange } from './whole-nodes.ts';
export {
  type PlannedWorkload,
  plannedWorkloadCost,
  type WorkloadCost,
  workloadCost,
  type WorkloadCostInput,
} from './workload-cost.ts';
