import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { type PluginRun, runPlugin } from './run-plugin.ts';

// Each file is one command with all that it prints. `UPDATE_SCENARIOS=1 npx vitest run test/cli` writes them anew: read the diff.
const folder = fileURLToPath(new URL('scenarios/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.scenario'));

interface Scenario {
  readonly command: string;
  readonly expected: string;
}

function read(name: string): Scenario {
  const [first = '', ...rest] = readFileSync(folder + name, 'utf8').split('\n');
  return { command: first.replace(/^\$ kubectl-autoscale ?/, ''), expected: rest.join('\n') };
}

/** Splits at blanks; single quotes keep blanks together. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

function printed({ code, stdout, stderr }: PluginRun): string {
  const lines = [`exit ${code}`, ...section('stdout', stdout), ...section('stderr', stderr)].join('\n');
  // What differs from run to run and from machine to machine: the time taken, platform and Node.
  return `${lines.replace(/\d+\.\d\d s$/gm, 'N.NN s').replace(/\S+ node-v\S+/g, 'PLATFORM NODE')}\n`;
}

function section(name: string, text: string): string[] {
  return text === '' ? [] : [`--- ${name}`, text.replace(/\n$/, '')];
}

describe('the command line', () => {
  it.each(names)('%s', (name) => {
    const { command, expected } = read(name);
    const actual = printed(runPlugin(words(command)));
    if (process.env.UPDATE_SCENARIOS === '1') {
      writeFileSync(folder + name, `$ kubectl-autoscale ${command}\n${actual}`);
    } else expect(actual).toBe(expected);
  });
});
