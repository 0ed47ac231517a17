import { readFileSync } from 'node:fs';

import fc from 'fast-check';

import { repositoryRoot } from './run-plugin.ts';

interface Flag {
  readonly name: string;
  readonly type: 'boolean' | 'option';
  readonly char?: string;
  readonly options?: readonly string[];
}

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, Flag>> }>>;
}

/** What people, scripts and broken templates put where a value belongs. */
const values = [
  ...['', ' ', '0', '-1', '1', '0.5', '1e309', '9007199254740993', '9'.repeat(400), 'NaN', '-0', '0x10', '١'],
  ...[
    '5m',
    '1ns',
    '90d',
    '99999999999d',
    '-3h',
    '100%',
    '500m',
    '2Gi',
    '1e3Ei',
    'USD=0',
    '=',
    ',',
    ',,',
    'a=b',
  ],
  ...[
    'cpu',
    'cpu=1',
    'type=T4',
    'g:0:9',
    'gpu-spot=0:9',
    'prod',
    'kube-system',
    'no/such',
    '../..',
    'A'.repeat(3000),
  ],
  ...[
    'embed',
    'deploy/embed',
    'deployment',
    'hpa/embed',
    'deploy/',
    '/',
    'pod/embed',
    'app=embed',
    'app in (',
    '!',
    'label:',
  ],
  ...[
    'aws',
    'gcp/us-central1',
    'aws+',
    'none',
    'strict',
    'json',
    'json=',
    'bash',
    'all',
    'sum(rate(up[5m]))',
    'sum(',
  ],
  ...[
    'manifest.yaml',
    'prices.yaml',
    'samples.csv',
    'folder',
    '.',
    '-',
    'no-such.yaml',
    'no-such/file.html',
    '/dev/null',
    '/dev/full',
  ],
  ...[
    'http://127.0.0.1:9',
    'ftp://127.0.0.1',
    'http://[',
    'a: b',
    'a:\nb',
    '2026-11-29T00:00:00Z',
    '2026-99-99',
    '{"a":',
    '[]',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '\u001b[2J',
    '\u0007',
    '\n',
    '\r\n',
    '\u202e',
    '\u{1f600}',
    'e\u0301',
    '$(id)',
    '%s%n',
  ],
];

/** A value that no program can be given is left out: the operating system ends words at NUL. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...values) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')) },
);

const stray = fc.oneof(
  value,
  fc.constantFrom('--', '--bogus', '-5', '-x', '---', '--help', '--no-color', '--=', '-o'),
);

/** `--watch` is left out: it goes on until Ctrl-C. */
function flagsOf(flags: Readonly<Record<string, Flag>>): readonly Flag[] {
  return Object.values(flags).filter(({ name }) => name !== 'watch');
}

function wordsOf(flag: Flag): fc.Arbitrary<readonly string[]> {
  const name = fc.constantFrom(`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`]));
  if (flag.type === 'boolean') {
    return fc.oneof(
      name.map((word) => [word]),
      value.map((text) => [`--${flag.name}=${text}`]),
    );
  }
  const given = flag.options === undefined ? value : fc.oneof(fc.constantFrom(...flag.options), value);
  return fc.oneof(
    { weight: 5, arbitrary: fc.tuple(name, given) },
    { weight: 4, arbitrary: given.map((text) => [`--${flag.name}=${text}`]) },
    { weight: 1, arbitrary: name.map((word) => [word]) },
  );
}

/**
 * Command lines of every command of the built plugin: its own flags with values that are right, wrong and no values at all, words that it does not
 * know, in any order. Half of those that take a recording are given one, so that more is reached than the reading of flags; half have one wrong word at most.
 */
export function arbitraryCommandLines(recording: string): fc.Arbitrary<readonly string[]> {
  const manifest = JSON.parse(
    readFileSync(`${repositoryRoot}plugin/oclif.manifest.json`, 'utf8'),
  ) as Manifest;
  const lines = Object.entries(manifest.commands).map(([id, command]) => {
    const flags = flagsOf(command.flags);
    const words = [{ weight: 1, arbitrary: stray.map((word): readonly string[] => [word]) }];
    if (flags.length > 0) {
      words.push({ weight: 3, arbitrary: fc.constantFrom(...flags).chain(wordsOf) });
    }
    const source = fc.constantFrom<readonly string[]>(
      [],
      ...(flags.some(({ name }) => name === 'recording') ? [['--recording', recording]] : []),
    );
    const piece = fc.oneof(...words);
    return fc
      .tuple(source, fc.oneof(fc.array(piece, { maxLength: 1 }), fc.array(piece, { maxLength: 4 })))
      .map(([given, pieces]) => [...id.split(':'), ...given, ...pieces.flat()]);
  });
  const others = fc.array(stray, { maxLength: 3 });
  return fc.oneof(
    { weight: lines.length, arbitrary: fc.nat(lines.length - 1).chain((at) => lines[at]!) },
    { weight: 1, arbitrary: others },
    { weight: 1, arbitrary: others.map((words) => ['__complete', ...words]) },
  );
}
