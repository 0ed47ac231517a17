/**
 * The competition's benchmark Naive2: the last value of the series without its season, which is put back. The season is taken out by
 * classical multiplicative decomposition where the autocorrelation at `period` differs from 0 at 90 %.
 */
export function naive2(values, period, horizon) {
  const index = isSeasonal(values, period) ? seasonalIndex(values, period) : [1];
  const phase = (i) => index[i % index.length];
  const last = values[values.length - 1] / phase(values.length - 1);
  return Array.from({ length: horizon }, (_, step) => last * phase(values.length + step));
}

function isSeasonal(values, period) {
  if (period < 2 || values.length < 3 * period) return false;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const correlation = (lag) => {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += (values[i] - mean) * (values[i - lag] - mean);
    return sum / squares;
  };
  let spread = 1;
  for (let lag = 1; lag < period; lag++) spread += 2 * correlation(lag) ** 2;
  return Math.abs(correlation(period)) > 1.645 * Math.sqrt(spread / values.length);
}

/** By phase from the first value on, with a mean of 1. */
function seasonalIndex(values, period) {
  const half = period >> 1;
  const ratios = Array.from({ length: period }, () => []);
  for (let i = half; i + half < values.length; i++) {
    let sum = 0;
    for (let k = -half; k <= half; k++) {
      sum += values[i + k] * (period % 2 === 0 && Math.abs(k) === half ? 0.5 : 1);
    }
    if (sum !== 0) ratios[i % period].push(values[i] / (sum / period));
  }
  const means = ratios.map((each) => each.reduce((a, b) => a + b, 0) / Math.max(1, each.length));
  const level = means.reduce((a, b) => a + b, 0) / period;
  return means.every((mean) => mean > 0) ? means.map((mean) => mean / level) : [1];
}
