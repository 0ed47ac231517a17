import {
  type AnalysisOptions,
  analyzeNamespace,
  analyzeWorkloads,
  compareAnalyses,
  type WorkloadReportList,
} from '@kubectl-autoscale/core/advisor';
import type { WorkloadRef } from '@kubectl-autoscale/core/apis';

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
    const namespace = flags.namespace ?? sources.cluster.defaultNamespace;
    if (refs.length === 0) {
      return analyzeNamespace(sources, flags['all-namespaces'] ? undefined : namespace, options);
    }
    const items = await analyzeWorkloads(sources, namespace, refs, options);
    const generatedAt = new Date(sources.clock.now()).toISOString();
    return {
      ...{ apiVersion: 'kubectl-autoscale.io/v1alpha1', kind: 'WorkloadReportList', generatedAt },
      ...{ cluster: sources.cluster.description, items: [...items] },
    };
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
