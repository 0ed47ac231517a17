import {
  type AnalysisOptions,
  analyzeNamespace,
  analyzeWorkloads,
  compareAnalyses,
  type WorkloadReportList,
  workloadReportList,
} from '@kubectl-autoscale/core/advisor';
import type { WorkloadRef } from '@kubectl-autoscale/core/apis';

import { askedNamespace } from '../composition/asked-namespace.ts';
import { openContextSources } from '../composition/context-sources.ts';
import type { SourceFlagValues } from '../composition/source-flags.ts';
import { contextsAnalysisRows, contextsAnalysisText } from '../output/contexts-text.ts';
import { formatReport, type TableFormat } from '../output/report-table.ts';
import type { TerminalStyle } from '../output/terminal-style.ts';
import { eachContext, exitCodeOf } from './each-context.ts';
import { print } from './print.ts';
import { talk } from './talk.ts';

export interface ContextsAnalysisCall {
  readonly refs: readonly WorkloadRef[];
  readonly flags: SourceFlagValues & {
    readonly output: TableFormat;
    readonly namespace: string | undefined;
    readonly 'all-namespaces': boolean;
  };
  readonly options: AnalysisOptions;
  readonly style: TerminalStyle;
}

/** Analyzes the same workloads in several contexts, prints one table and what differs, and answers how to end. */
export async function analyzeContexts(
  contexts: readonly string[],
  { refs, flags, options, style }: ContextsAnalysisCall,
): Promise<number> {
  const isOwnNamespace = flags.namespace === undefined && !flags['all-namespaces'];
  const answers = await eachContext(contexts, async (context): Promise<WorkloadReportList> => {
    const sources = await openContextSources(flags, context, talk);
    const namespace = askedNamespace(flags, sources.cluster);
    if (refs.length === 0 || namespace === undefined) return analyzeNamespace(sources, namespace, options);
    const nowMs = sources.clock.now();
    return workloadReportList(
      await analyzeWorkloads(sources, namespace, refs, options),
      nowMs,
      sources.cluster,
    );
  });
  if (answers.answers.length > 0) {
    const report = compareAnalyses({ ...answers, isOwnNamespace });
    print(
      formatReport(report, flags.output, style, {
        text: (each) => contextsAnalysisText(each, style, isOwnNamespace),
        rows: contextsAnalysisRows,
      }),
    );
  }
  return exitCodeOf(answers);
}
