import { analyzeCost, compareCosts, type CostOptions } from '@kubectl-autoscale/core/advisor';

import { openContextSources } from '../composition/context-sources.ts';
import type { SourceFlagValues } from '../composition/source-flags.ts';
import { contextsCostRows, contextsCostText } from '../output/contexts-text.ts';
import { formatReport, type TableFormat } from '../output/report-table.ts';
import type { TerminalStyle } from '../output/terminal-style.ts';
import { eachContext, exitCodeOf } from './each-context.ts';
import { print } from './print.ts';
import { talk } from './talk.ts';

export interface ContextsCostCall {
  readonly flags: SourceFlagValues & { readonly output: TableFormat };
  readonly options: Omit<CostOptions, 'plan'>;
  readonly style: TerminalStyle;
}

/** Prints the bills of several contexts side by side and answers how to end. What could be saved is asked of one cluster at a time. */
export async function costOfContexts(
  contexts: readonly string[],
  { flags, options, style }: ContextsCostCall,
): Promise<number> {
  const answers = await eachContext(contexts, async (context) =>
    // The bill is the whole cluster's whatever the namespace, and needs no metrics.
    analyzeCost(
      await openContextSources({ ...flags, 'no-metrics': true }, context, talk),
      undefined,
      options,
    ),
  );
  if (answers.answers.length > 0) {
    print(
      formatReport(compareCosts(answers), flags.output, style, {
        text: contextsCostText,
        rows: contextsCostRows,
      }),
    );
  }
  return exitCodeOf(answers);
}
