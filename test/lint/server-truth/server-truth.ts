import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import type { Rule } from '#core/lint/rule.ts';

type Server = NonNullable<Rule['meta']['rejectedBy']>;

/** What a server says to one object, and what we say. */
export interface TruthCase {
  readonly server: Server;
  readonly name: string;
  readonly verdict: 'accepts' | 'rejects';
  /** Part of the server's message. */
  readonly says?: string;
  /** The rule of ours that finds what the server rejects. */
  readonly rule?: string;
  /** Why none of our rules speaks though the server rejects. */
  readonly unlike?: string;
  /** Where the verdict was read, where no server is asked. */
  readonly source?: string;
  /** The object, and behind it the others that it is judged with. */
  readonly manifest: string;
}

/** The table of one server. */
export function truthCases(name: 'kube-apiserver' | 'vpa' | 'keda'): readonly TruthCase[] {
  const text = readFileSync(new URL(`cases/${name}.yaml`, import.meta.url), 'utf8');
  const { server, cases } = parse(text) as { server: Server; cases: readonly Omit<TruthCase, 'server'>[] };
  return cases.map((entry) => ({ server, ...entry }));
}
