import { compareMinorVersions, type MinorVersion, parseMinorVersion } from './minor-version.ts';

type Stage = 'alpha' | 'beta' | 'stable';

interface GateStage {
  /** First release with this stage. */
  readonly since: `1.${number}`;
  readonly stage: Stage;
  readonly isOn: boolean;
}

/**
 * Feature gates of kube-apiserver that decide what an autoscaling object may say, oldest stage first.
 * Source: pkg/features/kube_features.go of kubernetes v1.37.2, `defaultVersionedKubernetesFeatureGates`.
 */
const stages = {
  HPAScaleToZero: [
    { since: '1.16', stage: 'alpha', isOn: false },
    { since: '1.37', stage: 'beta', isOn: true },
  ],
  HPAConfigurableTolerance: [
    { since: '1.33', stage: 'alpha', isOn: false },
    { since: '1.35', stage: 'beta', isOn: true },
    { since: '1.37', stage: 'stable', isOn: true },
  ],
} as const satisfies Readonly<Record<string, readonly GateStage[]>>;

export type FeatureGate = keyof typeof stages;

/** Whether a gate is on in a Kubernetes version, unless the configuration sets it. Unknown before its first release: off. */
export function isGateOn(
  gate: FeatureGate,
  version: MinorVersion,
  configured: Readonly<Record<string, boolean>>,
): boolean {
  return configured[gate] ?? stageIn(gate, version)?.isOn ?? false;
}

/** `alpha and off`, for messages. */
export function describeGate(gate: FeatureGate, version: MinorVersion): string {
  const stage = stageIn(gate, version);
  return stage ? `${stage.stage} and ${stage.isOn ? 'on' : 'off'}` : 'unknown';
}

/** The first release in which the gate is on without being asked. */
export function onSince(gate: FeatureGate): string {
  return stages[gate].find((stage) => stage.isOn)?.since ?? '';
}

function stageIn(gate: FeatureGate, version: MinorVersion): GateStage | undefined {
  const rows: readonly GateStage[] = stages[gate];
  return rows.findLast((row) => {
    const since = parseMinorVersion(row.since);
    return since !== undefined && compareMinorVersions(since, version) <= 0;
  });
}
