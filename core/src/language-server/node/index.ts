export { serveAnalysisThread } from './analysis-thread.ts';
export { type NodeAdapterOptions, nodeAdapters } from './node-adapters.ts';
export { openWorkloads } from './open-workloads.ts';
export { serveLanguageServer } from './serve.ts';
