import type { Rule } from '../rule.ts';
import { bareOrCustomPodBlocksScaleDown } from './bare-or-custom-pod-blocks-scale-down.ts';
import { caDrainConflict } from './ca-drain-conflict.ts';
import { caExpanderDefaultDrift } from './ca-expander-default-drift.ts';
import { caExpanderInvalid } from './ca-expander-invalid.ts';
import { caFlagDeprecated } from './ca-flag-deprecated.ts';
import { caFlagUnknown } from './ca-flag-unknown.ts';
import { caPriorityExpanderConfig } from './ca-priority-expander-config.ts';
import { caPriorityExpanderUnused } from './ca-priority-expander-unused.ts';
import { caRbacMissing } from './ca-rbac-missing.ts';
import { caResourceLimitsInvalid } from './ca-resource-limits-invalid.ts';
import { caThresholdRange } from './ca-threshold-range.ts';
import { caVersionSkew } from './ca-version-skew.ts';
import { gpuFractional } from './gpu-fractional.ts';
import { gpuMissingToleration } from './gpu-missing-toleration.ts';
import { gpuNoAcceleratorSelector } from './gpu-no-accelerator-selector.ts';
import { gpuRequestLimitMismatch } from './gpu-request-limit-mismatch.ts';
import { gpuScaleFromZeroTags } from './gpu-scale-from-zero-tags.ts';
import { gpuTolerationWithoutGpu } from './gpu-toleration-without-gpu.ts';
import { hpaBehaviorPolicyInvalid } from './hpa-behavior-policy-invalid.ts';
import { hpaBehaviorWindowRange } from './hpa-behavior-window-range.ts';
import { hpaContainerMetricUnknownContainer } from './hpa-container-metric-unknown-container.ts';
import { hpaDuplicateTarget } from './hpa-duplicate-target.ts';
import { hpaForecastWithoutBase } from './hpa-forecast-without-base.ts';
import { hpaMaxExceedsQuota } from './hpa-max-exceeds-quota.ts';
import { hpaMemoryUtilizationSticky } from './hpa-memory-utilization-sticky.ts';
import { hpaMetricNameMissing } from './hpa-metric-name-missing.ts';
import { hpaMetricTargetMismatch } from './hpa-metric-target-mismatch.ts';
import { hpaMinEqualsMax } from './hpa-min-equals-max.ts';
import { hpaMinGreaterThanMax } from './hpa-min-greater-than-max.ts';
import { hpaMinZeroUnsupported } from './hpa-min-zero-unsupported.ts';
import { hpaMissingRequest } from './hpa-missing-request.ts';
import { hpaNoMetrics } from './hpa-no-metrics.ts';
import { hpaOverlappingSelectors } from './hpa-overlapping-selectors.ts';
import { hpaRemovedApi } from './hpa-removed-api.ts';
import { hpaRequestLimitGap } from './hpa-request-limit-gap.ts';
import { hpaRollingUpdateStall } from './hpa-rolling-update-stall.ts';
import { hpaScaleDownDisabled } from './hpa-scale-down-disabled.ts';
import { hpaScaleUpDisabled } from './hpa-scale-up-disabled.ts';
import { hpaSingleReplicaMin } from './hpa-single-replica-min.ts';
import { hpaTargetKindUnscalable } from './hpa-target-kind-unscalable.ts';
import { hpaTargetMissing } from './hpa-target-missing.ts';
import { hpaTargetPausedOrZero } from './hpa-target-paused-or-zero.ts';
import { hpaTargetUnreachable } from './hpa-target-unreachable.ts';
import { hpaToleranceGated } from './hpa-tolerance-gated.ts';
import { karpenterExpireWithoutGrace } from './karpenter-expire-without-grace.ts';
import { karpenterNodepoolNoLimits } from './karpenter-nodepool-no-limits.ts';
import { karpenterOldApi } from './karpenter-old-api.ts';
import { karpenterRequirementInvalid } from './karpenter-requirement-invalid.ts';
import { kedaCpuScaleToZero } from './keda-cpu-scale-to-zero.ts';
import { kedaDuplicateTarget } from './keda-duplicate-target.ts';
import { kedaFallbackUnsupported } from './keda-fallback-unsupported.ts';
import { kedaHpaConflict } from './keda-hpa-conflict.ts';
import { kedaMinMax } from './keda-min-max.ts';
import { kedaMissingRequest } from './keda-missing-request.ts';
import { kedaNameTooLong } from './keda-name-too-long.ts';
import { kedaTriggerInvalid } from './keda-trigger-invalid.ts';
import { localStorageBlocksScaleDown } from './local-storage-blocks-scale-down.ts';
import { memoryMillibytes } from './memory-millibytes.ts';
import { noRequestsWithCa } from './no-requests-with-ca.ts';
import { pdbBlocksDrain } from './pdb-blocks-drain.ts';
import { pdbInvalid } from './pdb-invalid.ts';
import { pdbMinAvailableEqualsReplicas } from './pdb-min-available-equals-replicas.ts';
import { pdbMultipleMatch } from './pdb-multiple-match.ts';
import { pdbRemovedApi } from './pdb-removed-api.ts';
import { pdbSelectorMatchesNothing } from './pdb-selector-matches-nothing.ts';
import { pdbUnhealthyPolicy } from './pdb-unhealthy-policy.ts';
import { priorityBelowCaCutoff } from './priority-below-ca-cutoff.ts';
import { quantityUnparsable } from './quantity-unparsable.ts';
import { replicasOutsideHpaRange } from './replicas-outside-hpa-range.ts';
import { replicasSetWithHpa } from './replicas-set-with-hpa.ts';
import { requestExceedsLargestNode } from './request-exceeds-largest-node.ts';
import { requestExceedsLimit } from './request-exceeds-limit.ts';
import { safeToEvictMisplaced } from './safe-to-evict-misplaced.ts';
import { spotGraceExceedsNotice } from './spot-grace-exceeds-notice.ts';
import { spotNoPdbOrSingle } from './spot-no-pdb-or-single.ts';
import { topologySpreadBlocksScaling } from './topology-spread-blocks-scaling.ts';
import { vpaControlledResourcesInvalid } from './vpa-controlled-resources-invalid.ts';
import { vpaDeprecatedAutoMode } from './vpa-deprecated-auto-mode.ts';
import { vpaDuplicateTarget } from './vpa-duplicate-target.ts';
import { vpaHpaSameMetric } from './vpa-hpa-same-metric.ts';
import { vpaInplaceGate } from './vpa-inplace-gate.ts';
import { vpaLimitRatioSurprise } from './vpa-limit-ratio-surprise.ts';
import { vpaMinGreaterThanMax } from './vpa-min-greater-than-max.ts';
import { vpaNoMaxAllowed } from './vpa-no-max-allowed.ts';
import { vpaPolicyInvalid } from './vpa-policy-invalid.ts';
import { vpaQuantityResolution } from './vpa-quantity-resolution.ts';
import { vpaRecommendersMany } from './vpa-recommenders-many.ts';
import { vpaRemovedApi } from './vpa-removed-api.ts';
import { vpaSingleReplicaNoop } from './vpa-single-replica-noop.ts';
import { vpaTargetMissing } from './vpa-target-missing.ts';
import { vpaUnknownContainer } from './vpa-unknown-container.ts';
import { vpaUnlistedSidecarManaged } from './vpa-unlisted-sidecar-managed.ts';
import { vpaUpdateModeInvalid } from './vpa-update-mode-invalid.ts';
import { vpaUpdateModeRequired } from './vpa-update-mode-required.ts';
import { workloadWithoutHpa } from './workload-without-hpa.ts';

/** Every rule, sorted by id. The tests hold this list against the folder. */
export const rules: readonly Rule[] = [
  bareOrCustomPodBlocksScaleDown,
  caDrainConflict,
  caExpanderDefaultDrift,
  caExpanderInvalid,
  caFlagDeprecated,
  caFlagUnknown,
  caPriorityExpanderConfig,
  caPriorityExpanderUnused,
  caRbacMissing,
  caResourceLimitsInvalid,
  caThresholdRange,
  caVersionSkew,
  gpuFractional,
  gpuMissingToleration,
  gpuNoAcceleratorSelector,
  gpuRequestLimitMismatch,
  gpuScaleFromZeroTags,
  gpuTolerationWithoutGpu,
  hpaBehaviorPolicyInvalid,
  hpaBehaviorWindowRange,
  hpaContainerMetricUnknownContainer,
  hpaDuplicateTarget,
  hpaForecastWithoutBase,
  hpaMaxExceedsQuota,
  hpaMemoryUtilizationSticky,
  hpaMetricNameMissing,
  hpaMetricTargetMismatch,
  hpaMinEqualsMax,
  hpaMinGreaterThanMax,
  hpaMinZeroUnsupported,
  hpaMissingRequest,
  hpaNoMetrics,
  hpaOverlappingSelectors,
  hpaRemovedApi,
  hpaRequestLimitGap,
  hpaRollingUpdateStall,
  hpaScaleDownDisabled,
  hpaScaleUpDisabled,
  hpaSingleReplicaMin,
  hpaTargetKindUnscalable,
  hpaTargetMissing,
  hpaTargetPausedOrZero,
  hpaTargetUnreachable,
  hpaToleranceGated,
  karpenterExpireWithoutGrace,
  karpenterNodepoolNoLimits,
  karpenterOldApi,
  karpenterRequirementInvalid,
  kedaCpuScaleToZero,
  kedaDuplicateTarget,
  kedaFallbackUnsupported,
  kedaHpaConflict,
  kedaMinMax,
  kedaMissingRequest,
  kedaNameTooLong,
  kedaTriggerInvalid,
  localStorageBlocksScaleDown,
  memoryMillibytes,
  noRequestsWithCa,
  pdbBlocksDrain,
  pdbInvalid,
  pdbMinAvailableEqualsReplicas,
  pdbMultipleMatch,
  pdbRemovedApi,
  pdbSelectorMatchesNothing,
  pdbUnhealthyPolicy,
  priorityBelowCaCutoff,
  quantityUnparsable,
  replicasOutsideHpaRange,
  replicasSetWithHpa,
  requestExceedsLargestNode,
  requestExceedsLimit,
  safeToEvictMisplaced,
  spotGraceExceedsNotice,
  spotNoPdbOrSingle,
  topologySpreadBlocksScaling,
  vpaControlledResourcesInvalid,
  vpaDeprecatedAutoMode,
  vpaDuplicateTarget,
  vpaHpaSameMetric,
  vpaInplaceGate,
  vpaLimitRatioSurprise,
  vpaMinGreaterThanMax,
  vpaNoMaxAllowed,
  vpaPolicyInvalid,
  vpaQuantityResolution,
  vpaRecommendersMany,
  vpaRemovedApi,
  vpaSingleReplicaNoop,
  vpaTargetMissing,
  vpaUnknownContainer,
  vpaUnlistedSidecarManaged,
  vpaUpdateModeInvalid,
  vpaUpdateModeRequired,
  workloadWithoutHpa,
];
