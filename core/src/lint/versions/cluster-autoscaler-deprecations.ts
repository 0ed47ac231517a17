import { compareMinorVersions, type MinorVersion, parseMinorVersion } from './minor-version.ts';

interface DeprecatedFlag {
  readonly flag: string;
  readonly since: `1.${number}`;
  /** The flag that does the same under another name. */
  readonly renamedTo?: string;
  /** What to do where there is no such flag. */
  readonly advice: string;
}

/**
 * Flags that Cluster Autoscaler still accepts and calls deprecated. Source: the flag texts and warnings in main.go and config/flags/flags.go of
 * the cluster-autoscaler-1.29.0 … 1.36.1 tags of kubernetes/autoscaler.
 */
const deprecated: readonly DeprecatedFlag[] = [
  { flag: 'ignore-taint', since: '1.29', renamedTo: 'startup-taint', advice: 'use --startup-taint' },
  {
    flag: 'max-empty-bulk-delete',
    since: '1.29',
    renamedTo: 'max-scale-down-parallelism',
    advice: 'use --max-scale-down-parallelism',
  },
  {
    flag: 'cluster-snapshot-parallelism',
    since: '1.36',
    renamedTo: 'predicate-parallelism',
    advice: 'use --predicate-parallelism',
  },
  {
    flag: 'scale-down-enabled',
    since: '1.35',
    advice: 'remove it; mark nodes with scale-down-disabled where they must stay',
  },
];

/** What a release says of a flag that it still accepts; `undefined` where it has nothing against it. */
export function deprecationOf(flag: string, version: MinorVersion): DeprecatedFlag | undefined {
  return deprecated.find((row) => {
    const since = parseMinorVersion(row.since);
    return row.flag === flag && since !== undefined && compareMinorVersions(version, since) >= 0;
  });
}
