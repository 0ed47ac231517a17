export { serveForecasterThread } from './forecaster-thread.ts';
export { threadedForecaster, type ThreadedForecasterOptions } from './threaded-forecaster.ts';
