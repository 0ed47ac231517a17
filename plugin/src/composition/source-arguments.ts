import { shellWord } from '@kubectl-autoscale/core/authoring';
import { withoutUserInfo } from '@kubectl-autoscale/core/sources/http';

import type { SourceFlagValues } from './source-flags.ts';

/** Flags that say where to read from, in the order in which a hint repeats them. */
const NAMES = [
  'recording',
  'context',
  'kubeconfig',
  'as',
  'prometheus-url',
  'prometheus-service',
  'prometheus-token-file',
  'prometheus-username',
  'prometheus-ca-file',
  'prometheus-cert-file',
  'prometheus-key-file',
  'prometheus-timeout',
] as const;

/**
 * ` --recording DIR …`: the flags of a call that a suggested command needs too, to read from the same place, quoted for a shell. Empty where none was
 * given. What may be a secret is left out: the user and password within a URL, and values of headers, for which `…` stands.
 */
export function sourceArguments(flags: SourceFlagValues): string {
  const plain = NAMES.flatMap((name) => {
    const value = flags[name];
    if (value === undefined) return [];
    return [
      `--${name} ${shellWord(name === 'prometheus-url' ? withoutUserInfo(value.toString()) : value.toString())}`,
    ];
  });
  const headers = (flags['prometheus-header'] ?? []).map(
    (header) => `--prometheus-header ${shellWord(`${header.split(':')[0] ?? ''}: …`)}`,
  );
  return [...plain, ...headers].map((argument) => ` ${argument}`).join('');
}
