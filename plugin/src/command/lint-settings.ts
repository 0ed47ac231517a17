import {
  type Cloud,
  defaultLintSettings,
  type LintSettings,
  type MinorVersion,
  parseMinorVersion,
  type Preset,
} from '@kubectl-autoscale/core/lint';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

/** The flags that repeat a setting of the configuration file. */
export interface LintSettingFlags {
  readonly preset: Preset | undefined;
  readonly scope: LintSettings['scope'] | undefined;
  readonly cloud: Cloud | undefined;
  readonly 'kubernetes-version': string | undefined;
  readonly 'cluster-autoscaler-version': string | undefined;
  readonly 'vpa-version': string | undefined;
}

/** The settings that can be given on the command line, with their flags. */
export const settingFlags = [
  ['preset', 'preset'],
  ['scope', 'scope'],
  ['kubernetesVersion', 'kubernetes-version'],
  ['clusterAutoscalerVersion', 'cluster-autoscaler-version'],
  ['vpaVersion', 'vpa-version'],
  ['cloud', 'cloud'],
] as const;

type VersionSetting = 'kubernetesVersion' | 'clusterAutoscalerVersion' | 'vpaVersion';

const versionFlags: readonly (readonly [VersionSetting, keyof LintSettingFlags])[] = [
  ['kubernetesVersion', 'kubernetes-version'],
  ['clusterAutoscalerVersion', 'cluster-autoscaler-version'],
  ['vpaVersion', 'vpa-version'],
];

/** What the command line says, to be laid over the configuration. The error names the flag and what it takes. */
export function settingsOfFlags(flags: LintSettingFlags): Result<Partial<LintSettings>, string> {
  const versions: Partial<Record<VersionSetting, MinorVersion>> = {};
  for (const [setting, flag] of versionFlags) {
    const text = flags[flag];
    if (text === undefined) continue;
    const version = parseMinorVersion(text);
    if (version === undefined) return fail(`--${flag} takes a version such as 1.34, not "${text}"`);
    versions[setting] = version;
  }
  return ok({
    ...(flags.preset === undefined ? {} : { preset: flags.preset }),
    ...(flags.scope === undefined ? {} : { scope: flags.scope }),
    ...(flags.cloud === undefined ? {} : { cloud: flags.cloud }),
    ...versions,
  });
}

/** The settings that hold: defaults, then the configuration file, then the command line. */
export function settingsFor(
  configured: LintSettings | undefined,
  fromFlags: Partial<LintSettings>,
): LintSettings {
  return { ...(configured ?? defaultLintSettings), ...fromFlags };
}
