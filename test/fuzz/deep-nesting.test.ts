import { describe, expect, it } from 'vitest';

import { parseBaseline, readLintConfig } from '#core/lint/index.ts';
import { deepestNesting, fromYaml, nestedTooDeep, parseSourceFile } from '#core/manifest/index.ts';
import { loadRules } from '#core/metrics-adapter/index.ts';
import { compileGoRegexp } from '#core/metrics-adapter/rules/go-regexp.ts';
import { parseGoTemplate } from '#core/metrics-adapter/rules/go-template.ts';
import { bracketMistake, demandOfExpression } from '#core/promql/index.ts';
import { filePriceSource, readPriceFile } from '#core/sources/pricing/index.ts';
import { memoryFiles } from '#core/testing/index.ts';

/** A value that nests `depth` deep, in each way of writing one. */
const shapes: Readonly<Record<string, (depth: number) => string>> = {
  'flow sequences': (depth) => '['.repeat(depth) + ']'.repeat(depth),
  'flow mappings': (depth) => `${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`,
  JSON: (depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  'block sequences': (depth) => `\n${'- '.repeat(depth)}x`,
  'brackets without an end': (depth) => '['.repeat(depth),
  'block mappings': (depth) =>
    Array.from({ length: Math.min(depth, 1500) }, (_, level) => `\n${' '.repeat(level + 1)}a:`).join(''),
};

const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: ';
const shapesOfNodes = { offerings: [] } as never;

interface Place {
  readonly line: number;
  readonly column: number;
}
type Answer = string | undefined;

const placed = (message: string | undefined, at: Place | undefined): Answer =>
  message === undefined ? undefined : `${at?.line}:${at?.column}: ${message}`;

/** What each reader says of a value: `line:column: message`. */
const readers: Readonly<Record<string, (value: string) => Answer | Promise<Answer>>> = {
  'a manifest': (value) => {
    const file = parseSourceFile('a.yaml', manifest + value);
    const [problem] = file.problems;
    return placed(problem?.message, problem && file.positionAt(problem.range.start));
  },
  'a configuration': (value) => {
    const read = readLintConfig(`rules: ${value}`);
    return read.ok ? undefined : placed(read.error[0]?.message, read.error[0]?.position);
  },
  'the rules of an adapter': (value) => {
    const [problem] = loadRules(`rules: ${value}`).problems;
    return placed(problem?.message, problem?.position);
  },
  'a price file': async (value) => {
    const files = memoryFiles({ 'p.yaml': `apiVersion: v\nkind: PriceBook\nofferings: ${value}` });
    return filePriceSource(files, 'p.yaml')
      .load()
      .then(
        () => undefined,
        (error: unknown) => String(error).replace(/^\w+: p\.yaml:/, ''),
      );
  },
  'the head of a recording': (value) => {
    const read = fromYaml(`kinds: ${value}`);
    return read.ok ? undefined : read.error.replace(/(.*) at line (\d+), column (\d+)$/, '$2:$3: $1');
  },
};

describe.each(Object.keys(readers))('%s', (reader) => {
  const read = readers[reader]!;
  it.each(Object.keys(shapes))(
    'of deep %s is refused at the place',
    async (shape) => {
      const write = shapes[shape]!;
      for (const depth of [deepestNesting + 10, 10_000, 100_000]) {
        expect(await read(write(depth))).toMatch(new RegExp(`^\\d+:\\d+: ${nestedTooDeep}$`));
      }
    },
    30_000,
  );

  it.each(Object.keys(shapes))('of %s that are not as deep is read on', async (shape) => {
    expect((await read(shapes[shape]!(100))) ?? '').not.toContain('nested');
  });
});

describe('a manifest', () => {
  const depthOfData = (text: string): number => {
    let depth = 0;
    let value: unknown = parseSourceFile('a.yaml', text).documents[0]?.resources[0]?.object.data;
    for (; typeof value === 'object' && value !== null; depth += 1) value = Object.values(value)[0];
    return depth;
  };

  it.each(Object.keys(shapes).filter((shape) => !shape.includes('without')))(
    'keeps %s of all levels that are allowed, and of none more',
    (shape) => {
      const write = shapes[shape]!;
      // The object itself is one.
      expect(depthOfData(manifest + write(deepestNesting - 1))).toBe(deepestNesting - 1);
      expect(depthOfData(manifest + write(deepestNesting))).toBe(0);
      // The same of the reader that takes all of YAML, for which a tag is enough.
      expect(depthOfData(`${manifest}${write(deepestNesting - 1)}\nx: !!str a\n`)).toBe(deepestNesting - 1);
      expect(depthOfData(`${manifest}${write(deepestNesting)}\nx: !!str a\n`)).toBe(0);
    },
  );

  it('points at the level that is too much', () => {
    const file = parseSourceFile('a.yaml', `${manifest}${'['.repeat(5000)}`);
    expect(file.positionAt(file.problems[0]!.range.start)).toEqual({
      line: 4,
      column: 'data: '.length + deepestNesting,
    });
  });

  it.each([`\n${'? '.repeat(60)}x`, `${'{['.repeat(60)}a${']: 1}'.repeat(60)}`])(
    'whose keys are mappings in mappings is refused, not spelt out',
    (value) => {
      const { problems } = parseSourceFile('a.yaml', manifest + value);
      expect(problems).toMatchObject([
        { code: 'syntax', message: expect.stringContaining('a key is a text') },
      ]);
      expect(fromYaml(value)).toMatchObject({ ok: false, error: expect.stringContaining('a key is a text') });
    },
  );
});

describe('a price catalogue in JSON', () => {
  const context = { path: 'aws.json', region: undefined, gcpShapes: shapesOfNodes };
  it.each([
    ['in an entry that is none', `{"InstanceTypes":[${shapes.JSON!(100_000)}]}`],
    ['without an end', `{"InstanceTypes":${'['.repeat(100_000)}`],
  ])('that nests too deep %s says where', (_, text) => {
    const read = readPriceFile(text, context);
    expect(read.ok ? '' : read.error[0]).toMatch(new RegExp(`^aws\\.json:1:\\d+: .*${nestedTooDeep}$`));
  });

  it('does not matter in what is not looked at', () => {
    const read = readPriceFile(`{"InstanceTypes":[],"x":${shapes.JSON!(100_000)}}`, context);
    expect(read.ok ? '' : read.error[0]).toMatch(/has nothing of Linux instances/);
  });
});

it('a baseline says what is wrong with its entries', () => {
  const deep = shapes['flow sequences']!(100_000);
  expect(parseBaseline(`{"version":1,"findings":${deep}}`)).toMatchObject({
    ok: false,
    error: expect.stringContaining('an entry (1)'),
  });
});

describe('a Go template', () => {
  const writings: Readonly<Record<string, (depth: number) => string>> = {
    'if in if': (depth) => `${'<<if .Series>>'.repeat(depth)}x${'<<end>>'.repeat(depth)}`,
    'else if': (depth) => `<<if .Series>>${'<<else if .Series>>'.repeat(depth)}x<<end>>`,
    parentheses: (depth) => `<<${'('.repeat(depth)}.Series${')'.repeat(depth)}>>`,
    pipes: (depth) => `<<.Series${'|not'.repeat(depth)}>>`,
  };
  it.each(Object.keys(writings))('of %s is rendered, or refused where it is too deep', (name) => {
    const parse = (depth: number) => parseGoTemplate(writings[name]!(depth), ['Series']);
    const shallow = parse(100);
    expect(shallow.ok && shallow.value.render({ Series: 'a' })).toEqual(expect.any(String));
    for (const depth of [10_000, 100_000]) {
      expect(parse(depth)).toMatchObject({ ok: false, error: { message: nestedTooDeep } });
    }
  });
});

it('a Helm template may hold its blocks in one another', () => {
  const depth = 10_000;
  const text = `${manifest}{a: x}\n${'{{ if .x }}\n'.repeat(depth)}${'{{ end }}\n'.repeat(depth)}`;
  expect(parseSourceFile('a.yaml', text)).toMatchObject({ kind: 'template', documents: [{ index: 0 }] });
});

it('a regular expression that is too large is refused in a few words', () => {
  const read = compileGoRegexp('('.repeat(100_000) + ')'.repeat(100_000));
  expect(read.ok ? '' : read.error).toMatch(/^[\w ]{5,60}$/);
});

it('PromQL is looked through without descending', () => {
  const depth = 100_000;
  const expression = `${'abs('.repeat(depth)}rate(requests_total[5m])${')'.repeat(depth)}`;
  expect(demandOfExpression(expression)).toMatchObject({ promql: expression });
  expect(bracketMistake(expression)).toBeUndefined();
  expect(bracketMistake(expression.slice(0, -1))).toBe('( is never closed');
});
