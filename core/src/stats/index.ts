export {
  intervalCoverage,
  mase,
  meanAbsoluteError,
  msis,
  pinballLoss,
  seasonalScale,
  smape,
  wape,
} from './accuracy.ts';
export { autocorrelation, autocorrelations } from './autocorrelation.ts';
export { solveCholesky } from './cholesky.ts';
export { finiteValues } from './finite-values.ts';
export type { LinearTrend } from './linear-trend.ts';
export { linearTrend } from './linear-trend.ts';
export { mean } from './mean.ts';
export { median } from './median.ts';
export { medianAbsoluteDeviation, NORMAL_CONSISTENCY } from './median-absolute-deviation.ts';
export { normalizeSeries } from './normalize-series.ts';
export type { SpectralPeak } from './periodogram.ts';
export { spectralPeaks } from './periodogram.ts';
export { quantile, quantileOfSorted, quantiles } from './quantile.ts';
export { fromRegular, gridValues, samplingStepMs, toRegular } from './regular-grid.ts';
export type { DesignMatrix, RidgeOptions } from './ridge-regression.ts';
export { dotRow, ridgeRegression, robustRidgeRegression } from './ridge-regression.ts';
export type { SeededRandom } from './seeded-random.ts';
export { seededRandom } from './seeded-random.ts';
export type { RegularSeries, TimeSeries } from './time-series.ts';
export { weightedQuantile } from './weighted-quantile.ts';
