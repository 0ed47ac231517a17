import type { CreationSources } from '@kubectl-autoscale/core/advisor';

import type { SourceFlagValues } from './source-flags.ts';

/** What a new autoscaler is held against, and the namespace meant where none is named. */
export interface OpenCreationSources extends CreationSources {
  readonly defaultNamespace: string;
}

/** The flags that say what to hold it against. */
export type CreationSourceFlags = Pick<SourceFlagValues, 'context' | 'kubeconfig' | 'as' | 'recording'>;
