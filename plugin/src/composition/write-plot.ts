import type { PlotFile } from '../flags/plot-flag.ts';
import { forecastHtml, forecastSvg, type PlottedForecast } from '../output/forecast-plot.ts';
import { writeFile } from './write-file.ts';

/** Writes charts where `--plot` says; a picture holds the first. Throws SourceError where that cannot be written. */
export async function writePlot(
  { path, format }: PlotFile,
  title: string,
  plotted: readonly PlottedForecast[],
  timeZone: string,
): Promise<void> {
  const [first] = plotted;
  if (first === undefined) return;
  await writeFile(
    path,
    format === 'svg' ? forecastSvg(first, timeZone) : forecastHtml(title, plotted, timeZone),
  );
}
