import { horizontalPodAutoscaler, verticalPodAutoscaler } from '../../apis/kinds.ts';
import type { GroupKind } from '../../manifest/kubernetes-object.ts';
import { type SourceCallOptions, SourceError } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { explainHpa, type ExplainOptions } from './explain-hpa.ts';
import { explainVpa } from './explain-vpa.ts';
import { forgivingReads } from './forgiving-reads.ts';

/**
 * Explains every HPA and VPA of a namespace, or of all when none is given, one after the other, and throws the explanations away: a
 * recorder that overhears it can answer the same questions later. Answers what could not be explained, one sentence each; only a
 * cancellation is thrown.
 */
export async function explainAll(
  sources: AdvisorSources,
  namespace: string | undefined,
  options: ExplainOptions,
): Promise<readonly string[]> {
  const unexplained: string[] = [];
  const each = async (kind: GroupKind, explain: Explain): Promise<void> => {
    for (const [within, name] of await namesOf(sources, kind, namespace, options)) {
      try {
        await explain(sources, within, name, options);
      } catch (error) {
        if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
        unexplained.push(`what explains ${kind.kind} ${within}/${name}: ${error.message}`);
      }
    }
  };
  await each(horizontalPodAutoscaler, explainHpa);
  await each(verticalPodAutoscaler, explainVpa);
  return unexplained;
}

type Explain = (
  sources: AdvisorSources,
  namespace: string,
  name: string,
  options: ExplainOptions,
) => Promise<unknown>;

/** None where they may not be listed: the analysis before has said so. */
async function namesOf(
  { cluster }: AdvisorSources,
  kind: GroupKind,
  namespace: string | undefined,
  options: SourceCallOptions,
): Promise<(readonly [namespace: string, name: string])[]> {
  const query = { ...kind, ...(namespace === undefined ? {} : { namespace }) };
  const objects = await forgivingReads().read(cluster.list(query, options), '');
  return (objects ?? []).flatMap(({ metadata }) =>
    metadata.name === undefined || metadata.namespace === undefined
      ? []
      : [[metadata.namespace, metadata.name] as const],
  );
}
