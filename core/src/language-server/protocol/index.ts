export type { ScalerNode, WhatIfSettings, WhatIfView, WorkloadNode } from '../../language/index.ts';
export {
  CLIENT_COMMANDS,
  type ExplainRuleArgument,
  FIX_ALL_KIND,
  SERVER_COMMANDS,
  type ShowWorkloadArgument,
} from './commands.ts';
export {
  type ColorTheme,
  type DataStatus,
  type InitializationOptions,
  type LintReport,
  type LintReportParams,
  MESSAGES,
  type PrometheusToken,
  type ThemeChange,
  type TrustChange,
  type WhatIfEdit,
  type WhatIfParams,
  type WhatIfProblem,
  type WhatIfSubject,
  type WhatIfSubjectParams,
  type WorkloadTree,
  type WorkspaceStatus,
} from './messages.ts';
export {
  CONFIGURATION_SECTION,
  type DataSettings,
  DEFAULT_SETTINGS,
  type FileSettings,
  type ForecastSettings,
  type LintOptions,
  MAX_FILE_BYTES,
  type PriceSettings,
  type ServerSettings,
  type SurfaceSwitch,
} from './settings.ts';
