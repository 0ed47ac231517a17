import { clusterAutoscalersOf } from '../../apis/cluster-autoscaler.ts';
import { clusterAutoscalerVersion } from '../../lint/cluster-autoscaler-version.ts';
import { EXPANDERS } from '../../lint/expanders.ts';
import { deprecationOf } from '../../lint/versions/cluster-autoscaler-deprecations.ts';
import { flagsOf, flagTableCovers, isInFlagTable } from '../../lint/versions/cluster-autoscaler-flags.ts';
import { formatMinorVersion } from '../../lint/versions/minor-version.ts';
import type { Completion, CompletionPlace } from './completion-place.ts';

/**
 * Flags of the Cluster Autoscaler whose command line one types in, of its own release (else of the newest that is known), and the expanders
 * behind `--expander=`.
 */
export function flagCompletions(place: CompletionPlace): readonly Completion[] {
  const { cursor, resource, settings } = place;
  const isArgument = cursor.isItem && ['command', 'args'].includes(cursor.path.at(-1) ?? '');
  if (!isArgument || !resource) return [];
  const [found] = clusterAutoscalersOf(resource.object);
  if (!found) return [];
  const written = clusterAutoscalerVersion(found, settings);
  const version = written && isInFlagTable(written) ? written : flagTableCovers.last;
  const expander = /^--expander=(?:[\w-]+,)*/.exec(cursor.typed)?.[0];
  if (expander !== undefined) {
    return EXPANDERS.map((name) => ({ label: `${expander}${name}`, detail: 'expander' }));
  }
  const taken = new Set(found.flags.map(({ name }) => name));
  return flagsOf(version)
    .filter((flag) => !taken.has(flag))
    .map((flag) => {
      const deprecation = deprecationOf(flag, version);
      return {
        label: `--${flag}=`,
        detail:
          deprecation === undefined
            ? `Cluster Autoscaler ${formatMinorVersion(version)}`
            : `deprecated: ${deprecation.advice}`,
        rank: deprecation === undefined ? 1 : 2,
      };
    });
}
