export {
  type Duration,
  type DurationError,
  formatDuration,
  formatPrometheusDuration,
  parseGoDuration,
  parsePrometheusDuration,
  toMilliseconds,
} from './duration.ts';
export {
  formatChange,
  formatClock,
  formatFigure,
  formatPrice,
  formatRate,
  formatShare,
  formatSpan,
  shortSource,
} from './figure.ts';
export { formatBytes, formatCores, formatCount, formatNumber } from './format.ts';
export {
  addIntervals,
  hullOfIntervals,
  type Interval,
  interval,
  intervalContains,
  multiplyIntervals,
  scaleInterval,
  subtractIntervals,
} from './interval.ts';
export { escapeMarkdown, markdownTable } from './markdown.ts';
export {
  addMoney,
  type CurrencyMismatch,
  formatMoney,
  HOURS_PER_MONTH,
  type Money,
  monthlyOfHourly,
  scaleMoney,
} from './money.ts';
export { nearest } from './nearest.ts';
export {
  addQuantities,
  compareQuantities,
  formatQuantity,
  integerValue,
  milliValue,
  multiplyQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
  type QuantityScale,
  subtractQuantities,
  toNumber,
} from './quantity.ts';
export type { QuantityError, QuantitySuggestion } from './quantity-error.ts';
export type { QuantityFormat } from './quantity-suffix.ts';
export { fail, ok, type Result } from './result.ts';
export { wrapText } from './wrap-text.ts';
