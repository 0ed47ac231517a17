import type { Cloud, Preset, Severity } from '@kubectl-autoscale/core/lint';

/** What flags of `lint` may be set to. */
export const lintChoices = {
  'fail-on': ['info', 'warning', 'error', 'never'] satisfies readonly (Severity | 'never')[],
  preset: ['recommended', 'strict'] satisfies readonly Preset[],
  scope: ['open', 'complete'],
  render: ['off', 'auto', 'kustomize', 'helm'],
  cloud: ['aws', 'gce', 'azure'] satisfies readonly Cloud[],
} as const;

/** Where `--fail-on` is not given. */
export const defaultFailOn = 'error';
