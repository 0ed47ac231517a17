import FFT from 'fft.js';

export interface SpectralPeak {
  /** Length of one cycle in steps of the input. */
  readonly period: number;
  /** Share of the spectrum's power at this frequency, 0–1. */
  readonly power: number;
}

/**
 * The frequencies that carry most of the variance of `values`, strongest first, at most `count`. The mean and the
 * linear trend should be out already; gaps count as 0, the mean of a centred series. A Hann window keeps strong
 * cycles from leaking into their neighbours; zero padding to a power of two does not move a peak but rounds its period
 * to the grid `length ÷ k`, so confirm it with the autocorrelation.
 *
 * Returns `[]` for fewer than 8 values or when all are 0.
 */
export function spectralPeaks(values: ArrayLike<number>, count: number): readonly SpectralPeak[] {
  if (values.length < 8) return [];
  const power = powerSpectrum(values);
  let total = 0;
  for (const p of power) total += p;
  if (total === 0) return [];
  const size = (power.length - 1) * 2;
  const peaks: SpectralPeak[] = [];
  for (let k = 1; k < power.length - 1; k++) {
    if (power[k]! > power[k - 1]! && power[k]! >= power[k + 1]!) {
      peaks.push({ period: size / k, power: power[k]! / total });
    }
  }
  return peaks.sort((a, b) => b.power - a.power).slice(0, count);
}

/** Squared magnitudes at the frequencies 0 … ½ per step; the zero frequency is set to 0. */
function powerSpectrum(values: ArrayLike<number>): Float64Array {
  let size = 8;
  while (size < values.length) size *= 2;
  const windowed = new Array<number>(size).fill(0);
  for (let i = 0; i < values.length; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (values.length - 1));
    windowed[i] = Number.isFinite(values[i]) ? values[i]! * hann : 0;
  }
  const fft = new FFT(size);
  const spectrum = fft.createComplexArray() as number[];
  fft.realTransform(spectrum, windowed);
  const power = new Float64Array(size / 2 + 1);
  for (let k = 1; k < power.length; k++) power[k] = spectrum[2 * k]! ** 2 + spectrum[2 * k + 1]! ** 2;
  return power;
}
