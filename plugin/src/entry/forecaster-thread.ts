import { serveForecasterThread } from '@kubectl-autoscale/core/sources/threads';

serveForecasterThread();
