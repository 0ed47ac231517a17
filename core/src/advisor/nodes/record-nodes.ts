import { nodePool } from '../../apis/kinds.ts';
import type { SourceCallOptions } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { readGpuUsage } from './gpu-usage.ts';
import { readNodeFacts } from './node-facts.ts';
import { readNodeUsage } from './node-usage.ts';
import { listUnlessRefused } from './unless-refused.ts';

/**
 * Asks all that `nodes` and `gpu` ask, so that a recorder overhears it; of a recording of one namespace (`everyPod` false) the
 * pods of others are left out. Answers what could not be read.
 */
export async function readForNodes(
  { cluster, metrics, clock }: AdvisorSources,
  everyPod: boolean,
  options: SourceCallOptions,
): Promise<readonly string[]> {
  const nowMs = clock.now();
  const notes: string[] = [];
  await Promise.all([
    readNodeUsage(metrics, nowMs, options),
    readGpuUsage(metrics, nowMs, options),
    listUnlessRefused(cluster, nodePool, options, notes),
  ]);
  return everyPod ? [...notes, ...(await readNodeFacts(cluster, nowMs, options)).notes] : notes;
}
