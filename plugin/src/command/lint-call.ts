import type { LintSettings } from '@kubectl-autoscale/core/lint';
import type { Interfaces } from '@oclif/core';

import type { lintFlags } from '../flags/lint-flags.ts';
import { terminalStyle } from '../output/terminal-style.ts';
import { settingsOfFlags } from './lint-settings.ts';
import { type ReportDestination, reportDestinations } from './report-destinations.ts';
import { UsageError } from './usage-error.ts';
import type { ReportOptions } from './write-reports.ts';

/** `lint` as it was called: what oclif, or the short way around it, reads from the command line. */
export interface LintCommandLine {
  readonly paths: readonly string[];
  readonly flags: Readonly<Interfaces.InferredFlags<typeof lintFlags>>;
  readonly toolVersion: string;
}

/** What every way of linting gets. */
export interface LintCall extends LintCommandLine {
  readonly fromFlags: Partial<LintSettings>;
  readonly destinations: readonly ReportDestination[];
  readonly reporting: (stream: NodeJS.WriteStream) => ReportOptions;
}

/** Reads what flags mean together. The clock of the run starts here. Throws {@link UsageError}. */
export function lintCall(commandLine: LintCommandLine): LintCall {
  const { flags } = commandLine;
  const startedMs = performance.now();
  const destinations = reportDestinations(flags.format ?? [], flags.output);
  if (!destinations.ok) throw new UsageError(destinations.error);
  const fromFlags = settingsOfFlags(flags);
  if (!fromFlags.ok) throw new UsageError(fromFlags.error);
  const reporting = (stream: NodeJS.WriteStream): ReportOptions => {
    const elapsed = `${((performance.now() - startedMs) / 1000).toFixed(2)} s`;
    const { coloured, columns } = terminalStyle(process.stdout, process.env);
    return { errorsOnly: flags.quiet, stream, style: { coloured, columns, elapsed } };
  };
  return { ...commandLine, fromFlags: fromFlags.value, destinations: destinations.value, reporting };
}
