export type { CharacterChartOptions } from './character-chart.ts';
export type { Chart, ChartForecastPoint, ChartLine, ChartStrip } from './chart.ts';
export type { SparklineOptions } from './sparkline.ts';
export { sparkline } from './sparkline.ts';
export type { ChartPalette, SvgChartOptions } from './svg-chart.ts';
export { svgChart, svgChartSpan } from './svg-chart.ts';
export { svgText } from './svg-markup.ts';
export { asciiChart, unicodeChart } from './terminal-chart.ts';
export { fullTime } from './time-axis.ts';
