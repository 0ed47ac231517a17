import { Command } from '@oclif/core';

import { paletteFor } from '../output/palette.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';
import { type TerminalStyle, terminalStyle } from '../output/terminal-style.ts';
import { cancellation } from './cancellation.ts';
import { print } from './print.ts';
import { raise } from './raise.ts';
import { talk } from './talk.ts';
import { UsageError } from './usage-error.ts';

/** What all commands share: data on standard output, talk on standard error, errors in words (see {@link raise}). */
export abstract class AutoscaleCommand extends Command {
  /** How to print on standard output. */
  protected get style(): TerminalStyle {
    return terminalStyle(process.stdout, process.env);
  }

  /** Prints a report, see {@link print}. */
  protected print(text: string): void {
    print(text);
  }

  /** Prints a line of talk, see {@link talk}. */
  protected talk(text: string): void {
    talk(text);
  }

  /** Prints what `make` answers, once or, with --watch, until cancelled. */
  protected async show(
    make: () => Promise<string>,
    flags: { readonly watch: boolean; readonly 'watch-interval': number },
    signal: AbortSignal,
  ): Promise<void> {
    if (!flags.watch) {
      this.print(await make());
      return;
    }
    const [{ watch }, { redrawnScreen }] = await Promise.all([
      import('./watch.ts'),
      import('../output/redrawn-screen.ts'),
    ]);
    await watch(make, redrawnScreen(process.stdout), {
      intervalSeconds: flags['watch-interval'],
      signal,
      problemText: ({ details }) => sourceProblemText(details, paletteFor(process.stdout, process.env)),
    });
  }

  /** A mistake in how the command was called. */
  protected usageError(message: string, ...suggestions: readonly string[]): never {
    throw new UsageError(message, ...suggestions);
  }

  /** Named workloads are of one namespace, and are not selected by labels: as kubectl has it. */
  protected refuseNamesWith(
    flags: { readonly 'all-namespaces': boolean; readonly selector?: string | undefined },
    names: number,
  ): void {
    if (names === 0) return;
    if (flags['all-namespaces']) this.usageError('-A cannot be used with a named workload');
    if (flags.selector !== undefined) this.usageError('-l cannot be used with a named workload');
  }

  /** Several contexts are asked once, and make tables. */
  protected refuseWithContexts(flags: { readonly watch: boolean; readonly plot?: object | undefined }): void {
    if (flags.watch) this.usageError('--watch looks at one context: use --context');
    if (flags.plot !== undefined) this.usageError('--plot draws one context: use --context');
  }

  /** Cancels work on Ctrl-C, see {@link cancellation}. */
  protected cancellation(): AbortSignal {
    return cancellation();
  }

  protected override async init(): Promise<void> {
    await super.init();
    // oclif would read a missing argument from standard input, and eat what a loop of a shell script reads from.
    for (const argument of Object.values(this.ctor.args)) argument.ignoreStdin = true;
  }

  protected override catch(error: Error & { exitCode?: number }): Promise<never> {
    raise(error);
  }
}
