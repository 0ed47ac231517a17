export type {
  FolderFiles,
  FoundConfig,
  LanguageServerAdapters,
  ListedFile,
  Timer,
  Timers,
  WorkloadSource,
  WorkloadSourceRequest,
} from './adapters.ts';
export { startLanguageServer } from './server.ts';
