/** `spec.updatePolicy.updateMode`. */
export type UpdateMode = 'Off' | 'Initial' | 'Recreate' | 'Auto' | 'InPlaceOrRecreate' | 'InPlace';

/** What a VPA does to pods in a mode. */
export interface UpdateModeEffect {
  /** New pods get the recommendation. */
  readonly onCreation: boolean;
  /** The updater deletes running pods so that they come back with it. */
  readonly evicts: boolean;
  /** The updater resizes running pods first. */
  readonly resizesInPlace: boolean;
  /** Must be switched on, in the updater and the admission controller. */
  readonly featureGate?: string;
  /** The mode to write instead. */
  readonly deprecatedFor?: UpdateMode;
}

/** Upstream's modes by name (VPA `pkg/apis/autoscaling.k8s.io/v1/types.go`, 1.8.1). */
export const UPDATE_MODES: Readonly<Record<UpdateMode, UpdateModeEffect>> = {
  Off: { onCreation: false, evicts: false, resizesInPlace: false },
  Initial: { onCreation: true, evicts: false, resizesInPlace: false },
  Recreate: { onCreation: true, evicts: true, resizesInPlace: false },
  Auto: { onCreation: true, evicts: true, resizesInPlace: false, deprecatedFor: 'Recreate' },
  InPlaceOrRecreate: { onCreation: true, evicts: true, resizesInPlace: true },
  InPlace: { onCreation: true, evicts: false, resizesInPlace: true, featureGate: 'InPlace' },
};

/**
 * The mode in force; an absent or empty one means the release's default, which is Recreate since VPA 1.6.0. `undefined` for
 * a word that is no mode.
 */
export function updateModeOf(
  written: string | undefined,
  defaultMode: UpdateMode = 'Recreate',
): UpdateMode | undefined {
  if (written === undefined || written === '') return defaultMode;
  return Object.hasOwn(UPDATE_MODES, written) ? (written as UpdateMode) : undefined;
}
