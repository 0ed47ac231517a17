import { nearest } from '@kubectl-autoscale/core/units';
import type { Errors } from '@oclif/core';

/** What errors of oclif carry beside the message; it does not export the classes of those about flags and arguments. */
interface CallError extends Errors.CLIError {
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/** What is wrong with a call, and what to do instead. */
export interface CallProblem {
  readonly message: string;
  readonly suggestions: readonly string[];
}

const moreHelp = 'See more help with --help';

/**
 * An error of oclif in a few lines. Its own text of a mistaken flag or argument would be followed by the whole help, which pushes it off the screen, and
 * does not name the flag that a mistyped one was meant to be.
 */
export function callProblem(error: CallError): CallProblem {
  const readOn = error.message.endsWith(moreHelp) ? [moreHelp] : [];
  return {
    message: plainMessage(error.message),
    suggestions: [...(error.suggestions ?? []), ...meantFlags(error), ...readOn],
  };
}

/** oclif dims parts of its messages, and takes two lines where one does. */
function plainMessage(message: string): string {
  return (
    message
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replaceAll(/\u001b\[\d+m/g, '')
      .replace(/^The following errors? occurred:\n\s*/, '')
      .replace(/^Parsing \S+ \n\s*/, '')
      // Holds for flags that take words until the next flag; ours take one each.
      .replace(/\n\nNote: [^]* allows? multiple values\.[^]*?arguments\.(?=\n|$)/, '')
      .replace(new RegExp(`\n${moreHelp}$`), '')
      .trim()
  );
}

function meantFlags({ flags = [], parse }: CallError): readonly string[] {
  const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`);
  // One letter is near to every other.
  const long = flags.filter((flag) => flag.startsWith('--'));
  const meant = long.flatMap((flag) => nearest(flag.replace(/=.*/s, ''), known) ?? []);
  // What every other command calls -o.
  if (flags.includes('-o') && known.includes('--format')) meant.push('--format');
  return [...new Set(meant)].map((flag) => `did you mean ${flag}?`);
}
