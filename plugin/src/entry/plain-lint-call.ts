import { parseArgs } from 'node:util';

import type { LintCommandLine } from '../command/lint-call.ts';
import { defaultFailOn, lintChoices } from '../flags/lint-choices.ts';

type Flags = LintCommandLine['flags'];

/** The flags of `lint` that hooks and pipelines use and that no other flag excludes or demands. */
const options = {
  quiet: { type: 'boolean' },
  fix: { type: 'boolean' },
  format: { type: 'string', multiple: true },
  output: { type: 'string' },
  baseline: { type: 'string' },
  config: { type: 'string' },
  'stdin-filename': { type: 'string' },
  'kubernetes-version': { type: 'string' },
  'cluster-autoscaler-version': { type: 'string' },
  'vpa-version': { type: 'string' },
  'fail-on': { type: 'string' },
  preset: { type: 'string' },
  scope: { type: 'string' },
  cloud: { type: 'string' },
} as const;

const choiceFlags = ['fail-on', 'preset', 'scope', 'cloud'] as const;

/**
 * Reads the command line of a plain call of `lint`, exactly as oclif would. `undefined` for whatever is not plain: help, mistakes,
 * other flags. Then oclif reads it.
 */
export function plainLintCall(args: readonly string[]): Pick<LintCommandLine, 'paths' | 'flags'> | undefined {
  const parsed = parse(args);
  if (parsed === undefined) return undefined;
  const { values, positionals, tokens } = parsed;
  const named = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const isRepeated = named.some((name, at) => name !== 'format' && named.indexOf(name) !== at);
  const isNoChoice = choiceFlags.some((name) => {
    const value = values[name];
    return value !== undefined && !(lintChoices[name] as readonly string[]).includes(value);
  });
  if (isRepeated || isNoChoice) return undefined;
  // oclif, too, leaves out what is not given; every other flag is none that was.
  return { paths: positionals, flags: { 'fail-on': defaultFailOn, ...values } as Flags };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true, tokens: true });
  } catch {
    return undefined;
  }
}
