import { setMaxListeners } from 'node:events';

import { SourceError } from '@kubectl-autoscale/core/ports';
import { Command, Errors } from '@oclif/core';

import { paletteFor } from '../output/palette.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';
import { type TerminalStyle, terminalStyle } from '../output/terminal-style.ts';
import { ConfigurationError } from './configuration-error.ts';
import { EXIT_CODES } from './exit-codes.ts';

/**
 * What all commands share: data on standard output, talk on standard error, errors in words. A {@link SourceError}
 * (the world is unavailable) ends with 3, wrong usage with 2; anything else is a defect of ours and says so.
 */
export abstract class AutoscaleCommand extends Command {
  /** How to print on standard output. */
  protected get style(): TerminalStyle {
    return terminalStyle(process.stdout, process.env);
  }

  /** Prints a line of talk: progress, choices made, hints. Never data. */
  protected talk(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** A mistake in how the command was called. */
  protected usageError(message: string, ...suggestions: readonly string[]): never {
    this.error(message, { exit: EXIT_CODES.usage, suggestions: [...suggestions] });
  }

  /** Cancels work on Ctrl-C; the sources turn it into a {@link SourceError} `cancelled`. */
  protected cancellation(): AbortSignal {
    const controller = new AbortController();
    // Every query in flight listens; there are as many as the sources allow, which is no leak.
    setMaxListeners(0, controller.signal);
    process.once('SIGINT', () => controller.abort());
    return controller.signal;
  }

  protected override catch(error: Error & { exitCode?: number }): Promise<never> {
    if (error instanceof SourceError) {
      process.stderr.write(sourceProblemText(error.details, paletteFor(process.stderr, process.env)));
      this.exit(error.code === 'cancelled' ? EXIT_CODES.cancelled : EXIT_CODES.source);
    }
    if (error instanceof ConfigurationError) {
      for (const problem of error.problems) this.talk(`error: ${problem}`);
      this.exit(EXIT_CODES.usage);
    }
    if (error instanceof Errors.CLIError || error instanceof Errors.ExitError) throw error;
    if (process.env.DEBUG !== undefined) throw error;
    this.error(`internal error: ${error.message}`, {
      exit: EXIT_CODES.usage,
      suggestions: [
        'This is a defect of kubectl-autoscale. Run again with DEBUG=* for the stack trace and report it.',
      ],
    });
  }
}
