import type { Severity } from './finding.ts';
import type { MinorVersion } from './versions/minor-version.ts';

export type Preset = 'recommended' | 'strict';
export type RuleSeverity = Severity | 'off';

/** Clouds whose behaviour some rules depend on; the names that Cluster Autoscaler's `--cloud-provider` takes. */
export type Cloud = 'aws' | 'gce' | 'azure';

/** Severities for the files and objects that every given pattern matches; a later override wins over an earlier one. */
export interface SeverityOverride {
  /** Globs over paths relative to the workspace root. */
  readonly files?: readonly string[];
  readonly kinds?: readonly string[];
  /** Globs. */
  readonly namespaces?: readonly string[];
  /** Globs. */
  readonly names?: readonly string[];
  readonly severities: Readonly<Record<string, RuleSeverity>>;
}

/** How to lint. What is not given is not guessed: rules that need it stay silent. */
export interface LintSettings {
  readonly preset: Preset;
  /** By rule id; wins over the preset and over the rule's own severity. */
  readonly severities: Readonly<Record<string, RuleSeverity>>;
  readonly options: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly overrides: readonly SeverityOverride[];
  /** `complete`: the workspace holds everything that is applied, so what is not in it does not exist. */
  readonly scope: 'complete' | 'open';
  readonly kubernetesVersion?: MinorVersion;
  /** Kubernetes feature gates that differ from the version's defaults. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly clusterAutoscalerVersion?: MinorVersion;
  readonly vpaVersion?: MinorVersion;
  readonly cloud?: Cloud;
}

export const defaultLintSettings: LintSettings = {
  preset: 'recommended',
  severities: {},
  options: {},
  overrides: [],
  scope: 'open',
  featureGates: {},
};
