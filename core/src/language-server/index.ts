export type {
  FolderFiles,
  FoundConfig,
  LanguageServerAdapters,
  ListedFile,
  Timer,
  Timers,
  WhatIfOutcome,
  WhatIfQuestion,
  WorkloadSource,
  WorkloadSourceRequest,
} from './adapters.ts';
export { startLanguageServer } from './server.ts';
