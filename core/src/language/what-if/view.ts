import { controlsHtml } from './controls-html.ts';
import { answer, type ResultsContext, resultsHtml } from './results-html.ts';
import type { WhatIfSettings } from './settings.ts';
import type { WhatIfShown } from './shown.ts';

/** The what-if panel's content. Markup is complete and escaped; it has no style, no script and no address in it. */
export interface WhatIfView {
  /** `HPA embed of Deployment prod/embed`. */
  title: string;
  /** Of the manifest: what the form begins with. */
  written: WhatIfSettings;
  /** Markup of the form at `written`. */
  controls: string;
  /** Markup of the answer, tables and charts. */
  results: string;
  /** The answer in one sentence, for screen readers. */
  answer: string;
}

/** The content for one HPA; `written` are the settings of its manifest. */
export function whatIfView(
  name: string,
  shown: WhatIfShown,
  written: WhatIfSettings,
  context: ResultsContext,
): WhatIfView {
  const { view, report, whatIf } = shown;
  const { kind, namespace, name: workload } = report.workload;
  return {
    title: `HPA ${name} of ${kind} ${namespace}/${workload}`,
    written,
    controls: controlsHtml(view, written, whatIf.simulatedMetrics),
    results: resultsHtml(shown, context),
    answer: answer(shown, context),
  };
}
