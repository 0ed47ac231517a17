export { amountQuantity } from './amount-quantity.ts';
export {
  type AuthoringTarget,
  type HpaDraft,
  hpaObject,
  type PdbDraft,
  pdbObject,
  type UpdateMode,
  type VpaContainerDraft,
  type VpaDraft,
  vpaObject,
} from './autoscaler-objects.ts';
export {
  BEHAVIOR_PRESETS,
  type BehaviorPreset,
  type BehaviorPresetName,
  isBehaviorPreset,
} from './behavior-presets.ts';
export {
  type ContainerChange,
  type ResourceTexts,
  resourceTexts,
  templatePatch,
} from './container-change.ts';
export { helmValues, kustomizePatches, type WorkloadChange } from './delivery-formats.ts';
export {
  type DescribedObjectDraft,
  type HpaMetricDraft,
  hpaMetricEntry,
  type TargetDraft,
} from './hpa-metric-entry.ts';
export { hpaMetricsPatch, type UtilizationChange } from './hpa-metrics-patch.ts';
export {
  type ManifestRefusal,
  type ManifestRequest,
  resizeManifest,
  retargetManifest,
} from './resize-manifest.ts';
export { resizeWorkspace, type WorkspaceChange, type WorkspaceResizing } from './resize-workspace.ts';
export { shellWord, undoCommand } from './undo.ts';
