import type { WorkloadReport } from '../../advisor/index.ts';
import type { HpaView } from '../../apis/hpa.ts';
import type { WhatIf } from '../../simulator/index.ts';
import type { WhatIfSettings } from './settings.ts';

/** A simulated HPA that is to be shown. */
export interface WhatIfShown {
  readonly whatIf: WhatIf;
  /** The analysis that it rests on, with the forecast of the chosen horizon. */
  readonly report: WorkloadReport;
  /** The HPA as its manifest has it. */
  readonly view: HpaView;
  readonly settings: WhatIfSettings;
}
