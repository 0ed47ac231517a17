import { serveAnalysisThread } from '@kubectl-autoscale/core/language-server/node';

serveAnalysisThread();
