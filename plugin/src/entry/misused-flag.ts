import { nearest } from '@kubectl-autoscale/core/units';
import { Errors } from '@oclif/core';

/** What oclif's errors about flags and arguments carry beside the message; it does not export their classes. */
interface ParseError extends Errors.CLIError {
  showHelp: boolean;
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/**
 * Keeps an error about a flag or an argument to its few lines, which name `--help`: the whole help behind it would push it off the screen. Names the
 * flag that a mistyped one was meant to be.
 */
export function shortenParseError(error: unknown): void {
  if (!isParseError(error)) return;
  error.showHelp = false;
  // Holds for flags that take words until the next flag; ours take one each.
  error.message = error.message.replace(
    /\n\nNote: [^]* allows? multiple values\.[^]*?arguments\.(?=\n|$)/,
    '',
  );
  const known = Object.keys(error.parse?.input?.flags ?? {}).map((name) => `--${name}`);
  // One letter is near to every other.
  const long = (error.flags ?? []).filter((flag) => flag.startsWith('--'));
  const meant = long.flatMap((flag) => nearest(flag.replace(/=.*/s, ''), known) ?? []);
  // What every other command calls -o.
  if (error.flags?.includes('-o') === true && known.includes('--format')) meant.push('--format');
  if (meant.length > 0) error.suggestions = [...(error.suggestions ?? []), ...new Set(meant)];
}

function isParseError(error: unknown): error is ParseError {
  return error instanceof Errors.CLIError && 'showHelp' in error;
}
