import { nearest } from '@kubectl-autoscale/core/units';
import type { Config } from '@oclif/core';

import { UsageError } from '../command/usage-error.ts';

/** What oclif looked for in vain, its words joined by colons; `undefined` where a message says something else. */
export function unknownCommand(message: string): string | undefined {
  return /^command (.*) not found$/s.exec(message)?.[1];
}

/**
 * Names the word that nobody knows, and the one that was likely meant. oclif takes each word behind a command without arguments for a part of a command's name, and misses that
 * command: `command doctor:nonsense not found`.
 */
export function unknownWord(
  id: string,
  { bin, commandIDs, topics }: Pick<Config, 'bin' | 'commandIDs' | 'topics'>,
): UsageError {
  const words = id.split(':');
  const known = [...commandIDs, ...topics.map(({ name }) => name)];
  let depth = words.length - 1;
  while (depth > 0 && !known.includes(words.slice(0, depth).join(':'))) depth -= 1;
  const parent = words.slice(0, depth).join(':');
  const spoken = [bin, ...words.slice(0, depth)].join(' ');
  const word = words[depth] ?? '';
  const problem = commandIDs.includes(parent)
    ? `unexpected argument "${word}": ${words.slice(0, depth).join(' ')} takes none`
    : `"${word}" is no command`;
  const before = depth > 0 ? `${parent}:` : '';
  const siblings = known.filter((each) => each.startsWith(before)).map((each) => each.slice(before.length));
  const meant = nearest(
    word,
    siblings.filter((each) => !each.includes(':')),
  );
  const inside = commandIDs.filter((each) => depth > 0 && each.startsWith(`${parent}:`));
  return new UsageError(
    problem,
    ...(meant === undefined ? [] : [`did you mean ${[...words.slice(0, depth), meant].join(' ')}?`]),
    ...inside.map((each) => `${bin} ${each.replaceAll(':', ' ')}`),
    `${spoken} --help`,
  );
}
