import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { complete, type Names } from '#plugin/completion/candidates.ts';
import type { Commands } from '#plugin/completion/manifest.ts';

import { repositoryRoot } from './run-plugin.ts';

const { commands } = JSON.parse(readFileSync(`${repositoryRoot}plugin/oclif.manifest.json`, 'utf8')) as {
  readonly commands: Commands;
};

/** Each name says what it was asked with. */
const names: Names = {
  contexts: () => Promise.resolve(['dev', 'staging', 'prod']),
  namespaces: ({ context = '' }) => Promise.resolve([`of-${context}`]),
  workloads: ({ namespace = '' }) => Promise.resolve([`deploy/of-${namespace}`, 'sts/queue']),
  objects: (resource, { namespace = '' }) => Promise.resolve([`${resource}-of-${namespace}`]),
  metrics: () => Promise.resolve(['queue_depth']),
  rules: () => ['hpa-missing-request'],
};

async function words(...line: readonly string[]): Promise<readonly string[]> {
  const { candidates } = await complete(commands, line, names);
  return candidates.map(([word]) => word);
}

describe('completion', () => {
  it.each([
    ['commands', ['an'], ['analyze']],
    ['topics beside commands', ['pr'], ['predict', 'prices']],
    ['words of a topic', ['prices', 'l'], ['list']],
    ['words of a topic that is a command too', ['cost', 'd'], ['diff']],
    ['flags', ['lint', '--fix-'], ['--fix-dry-run']],
    ['no flag twice', ['status', '--watch', '--watch'], ['--watch-interval']],
    ['values of a flag', ['status', '-o', 'm'], ['markdown']],
    ['values behind =', ['status', '--output=j'], ['json']],
    ['contexts', ['status', '--context', 'p'], ['prod']],
    ['namespaces of the context that was named', ['status', '--context', 'dev', '-n', ''], ['of-dev']],
    ['workloads of the namespace that was named', ['analyze', '-n', 'prod', 'deploy/'], ['deploy/of-prod']],
    ['kinds before their names', ['analyze', 'st'], ['sts/', 'sts/queue']],
    ['names after a kind', ['analyze', '-n', 'x', 'deployment', ''], ['deployment-of-x']],
    ['HPAs', ['explain', 'hpa', '-n', 'x', ''], ['hpa-of-x']],
    ['rules', ['explain', 'hpa-'], ['hpa-missing-request']],
    ['metrics', ['predict', '--metric', 'q'], ['queue_depth']],
    ['shells', ['shell-init', 'z'], ['zsh']],
    ['nothing for an unknown command', ['nonsense', ''], []],
    ['nothing of hidden commands', ['__c'], []],
  ] as const)('%s', async (_title, line, expected) => {
    expect(await words(...line)).toEqual(expected);
  });

  it.each([
    ['a folder of a recording', ['status', '--recording', ''], 'default'],
    ['paths to lint', ['lint', 'exa'], 'default'],
    ['a kind whose name follows', ['analyze', 'dep'], 'no-space'],
    ['a flag', ['lint', '--fi'], 'no-files'],
  ] as const)('tells the shell what %s needs', async (_title, line, directive) => {
    expect(
      (await complete(commands, line, { ...names, workloads: () => Promise.resolve([]) })).directive,
    ).toBe(directive);
  });
});
