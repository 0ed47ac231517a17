import { serveForecastThread } from '@kubectl-autoscale/core/metrics-adapter';

serveForecastThread();
