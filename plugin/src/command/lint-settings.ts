import {
  type Cloud,
  defaultLintSettings,
  type LintSettings,
  parseMinorVersion,
  type Preset,
} from '@kubectl-autoscale/core/lint';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

export interface LintFlags {
  readonly preset: Preset;
  readonly scope: LintSettings['scope'];
  readonly cloud: Cloud | undefined;
  readonly 'kubernetes-version': string | undefined;
  readonly 'cluster-autoscaler-version': string | undefined;
  readonly 'vpa-version': string | undefined;
}

/** How to lint, from the command line. The error names the flag and what it takes. */
export function lintSettings(flags: LintFlags): Result<LintSettings, string> {
  const versions: Partial<
    Record<
      'kubernetesVersion' | 'clusterAutoscalerVersion' | 'vpaVersion',
      NonNullable<LintSettings['kubernetesVersion']>
    >
  > = {};
  const wanted = [
    ['kubernetes-version', 'kubernetesVersion'],
    ['cluster-autoscaler-version', 'clusterAutoscalerVersion'],
    ['vpa-version', 'vpaVersion'],
  ] as const;
  for (const [flag, setting] of wanted) {
    const text = flags[flag];
    if (text === undefined) continue;
    const version = parseMinorVersion(text);
    if (version === undefined) return fail(`--${flag} takes a version such as 1.34, not "${text}"`);
    versions[setting] = version;
  }
  return ok({
    ...defaultLintSettings,
    preset: flags.preset,
    scope: flags.scope,
    ...(flags.cloud === undefined ? {} : { cloud: flags.cloud }),
    ...versions,
  });
}
