export { type NodeAdapterOptions, nodeAdapters } from './node-adapters.ts';
export { serveLanguageServer } from './serve.ts';
