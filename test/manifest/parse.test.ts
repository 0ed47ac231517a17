import { describe, expect, it } from 'vitest';

import { parseSourceFile } from '#core/manifest/parse.ts';
import type { Path, PathPart } from '#core/manifest/ranges.ts';
import type { Resource, SourceFile } from '#core/manifest/source-file.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

function parse(...lines: string[]): SourceFile {
  return parseSourceFile('a.yaml', lines.join('\n'));
}

function resourcesOf(file: SourceFile): readonly Resource[] {
  return file.documents.flatMap(({ resources }) => resources);
}

/** What the range of a path holds. */
function textAt(resource: Resource, path: Path, part?: PathPart): string {
  const { start, end } = resource.rangeOf(path, part);
  return resource.file.text.slice(start, end);
}

const configMap = (name: string, ...more: string[]) => [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata:',
  `  name: ${name}`,
  ...more,
];

describe('quoted scalars over several lines', () => {
  it('takes lines further left than YAML allows, as kubectl does', () => {
    const file = parse(...configMap('a', 'data:', "  text: 'one", '  two', '', "three'"));
    expect(file.problems).toEqual([]);
    expect(resourcesOf(file)[0]?.object.data).toEqual({ text: 'one two\nthree' });
  });

  it('still reports a quote that is not closed', () => {
    const file = parse(...configMap('a', 'data:', "  text: 'one", '  two: three'));
    expect(file.problems.map(({ code }) => code)).toEqual(['syntax']);
  });
});

describe('documents of a stream', () => {
  it('answers each document with its own range', () => {
    const file = parse('# licence', '---', ...configMap('a'), '--- # second', ...configMap('b'), '...', '');
    expect(file.kind).toBe('kubernetes');
    expect(resourcesOf(file).map(({ name }) => name)).toEqual(['a', 'b']);
    const [first, second] = file.documents;
    expect(file.text.slice(first!.range.start, first!.range.end)).toMatch(/^# licence\n---\n/);
    expect(file.text.slice(second!.range.start, second!.range.end)).toMatch(/^--- # second\n[^]*\.\.\.\n$/);
  });

  it('skips null documents', () => {
    const file = parse('---', '# only a comment', '---', ...configMap('a'), '---', '', '--- # end', '');
    expect(file.documents).toHaveLength(1);
    expect(file.problems).toEqual([]);
  });

  it('does not take an indented --- in a block scalar for a boundary', () => {
    const file = parse(...configMap('a', 'data:', '  x: |', '    ---', '    apiVersion: v2', '    ...'));
    expect(file.documents).toHaveLength(1);
    expect(resourcesOf(file)[0]?.object.data).toEqual({ x: '---\napiVersion: v2\n...\n' });
  });

  it('reads byte order marks and CRLF, and counts positions past them', () => {
    const text = `\uFEFF${configMap('a').join('\r\n')}\r\n---\r\n${configMap('b').join('\r\n')}\r\n`;
    const file = parseSourceFile('a.yaml', text);
    expect(file.lineEnd).toBe('\r\n');
    const [a, b] = resourcesOf(file);
    expect(textAt(a!, ['apiVersion'], 'entry')).toBe('apiVersion: v1');
    expect(file.positionAt(a!.rangeOf(['apiVersion'], 'key').start)).toEqual({ line: 1, column: 1 });
    expect(textAt(b!, ['metadata', 'name'])).toBe('b');
    expect(file.positionAt(b!.rangeOf(['metadata', 'name']).start)).toEqual({ line: 9, column: 9 });
  });
});

describe('files that are not ours', () => {
  it('leaves YAML without apiVersion and kind alone, broken or not', () => {
    expect(parse('services:', '  web: {image: x}').kind).toBe('other');
    const broken = parse('a: [1', 'b: }', 'kind: x');
    expect(broken).toMatchObject({ kind: 'other', documents: [], problems: [] });
    expect(parse('apiVersion: v2', 'name: chart-of-some-kind').kind).toBe('other');
  });

  it('reads JSON, also with tabs', () => {
    const text = JSON.stringify(
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }] },
      null,
      '\t',
    );
    const file = parseSourceFile('a.json', text);
    expect(file.problems).toEqual([]);
    const [pod] = resourcesOf(file);
    expect(textAt(pod!, ['metadata', 'name'])).toBe('"p"');
    expect(textAt(pod!, ['metadata'], 'key')).toBe('"metadata"');
  });

  it('does not read a file above the limit', () => {
    const file = parse(...configMap('a'), `# ${'x'.repeat(4 * 1024 * 1024)}`);
    expect(file.problems).toMatchObject([{ code: 'too-large' }]);
  });
});

describe('broken documents', () => {
  it('do not hide the others', () => {
    const file = parse(...configMap('a'), '---', ...configMap('b', 'data: [1, 2'), '---', ...configMap('c'));
    expect(resourcesOf(file).map(({ name }) => name)).toEqual(['a', 'c']);
    expect(file.problems).toMatchObject([{ code: 'syntax' }]);
    expect(file.positionAt(file.problems[0]!.range.start).line).toBeGreaterThan(5);
    expect(file.documents).toHaveLength(3);
  });

  it('are reported where the whole file is broken but plainly Kubernetes', () => {
    const file = parse(...configMap('a'), '\tdata: x');
    expect(file.kind).toBe('kubernetes');
    expect(file.problems).toMatchObject([{ code: 'syntax' }]);
  });

  it('report duplicate keys, of which the last counts', () => {
    const file = parse(...configMap('a', 'data:', '  x: one', '  z: 1', '  x: two'));
    const [problem] = file.problems;
    expect(problem).toMatchObject({ code: 'duplicate-key', message: expect.stringContaining('"x"') });
    expect(file.positionAt(problem!.range.start)).toEqual({ line: 8, column: 3 });
    const [map] = resourcesOf(file);
    expect(map!.object.data).toEqual({ x: 'two', z: 1 });
    expect(textAt(map!, ['data', 'x'])).toBe('two');
  });

  it('report an alias bomb and keep the other documents', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? '  l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]'
        : `  l${level}: &l${level} [${Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ')}]`,
    );
    const file = parse(...configMap('a', 'data:', ...levels), '---', ...configMap('b'));
    expect(file.problems).toMatchObject([{ code: 'alias-limit' }]);
    expect(resourcesOf(file).map(({ name }) => name)).toEqual(['b']);
  });

  it('report an alias without an anchor, and one that holds itself', () => {
    expect(parse(...configMap('a', 'data: *nobody')).problems).toMatchObject([
      { code: 'syntax', message: expect.stringContaining('nobody') },
    ]);
    expect(parse(...configMap('a', 'data: &x [*x]')).problems).toMatchObject([{ code: 'syntax' }]);
  });

  it('report what is missing at the end inside of the text', () => {
    const file = parse(...configMap('a', 'data: {x: [1'));
    const [problem] = file.problems;
    expect(problem?.range.start).toBeLessThanOrEqual(file.text.length);
    expect(file.positionAt(problem!.range.start).line).toBe(5);
  });

  it.each([
    ['no object, in order', 'kind: a\n# apiVersion: no more\n'],
    ['no object, broken', 'kind: [a\n# apiVersion\n'],
    ['no object, whose words are in a text', 'note: "an apiVersion and a kind"\n'],
  ])('are nobody’s mistake in a file of %s', (_what, text) => {
    expect(parse(text)).toMatchObject({ kind: 'other', problems: [], documents: [] });
  });

  it.each(['{{.Values.name}}', '{{ .Values.name }}', '{{- .Release.Name }}', '{{include "x" .}}'])(
    'are none of a template whose quoted text is %s',
    (action) => {
      const quote = action.includes('"') ? "'" : '"';
      expect(parse(...configMap(`${quote}${action}${quote}`, 'data: {x: 1}')).kind).toBe('template');
    },
  );

  it('report nesting that no parser bears', () => {
    const file = parse(...configMap('a', `data: ${'['.repeat(60_000)}`));
    expect(file.problems).toMatchObject([{ code: 'syntax' }]);
  });

  it('read thousands of keys and aliases', () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `  k${index}: *a`);
    const file = parse(...configMap('a', 'x: &a 1', 'data:', ...keys));
    expect(file.problems).toEqual([]);
  });

  it('cannot reach the prototype', () => {
    const [map] = resourcesOf(parse(...configMap('a', 'data:', '  __proto__: {polluted: yes}')));
    expect(Object.getPrototypeOf(map!.object.data)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('lists', () => {
  it.each([
    ['whose kind is no list', 'kind: Rota', 'items: [{apiVersion: v1, kind: ConfigMap}]'],
    ['without items', 'kind: AllowList', 'spec: {}'],
    ['whose items are none', 'kind: AllowList', 'items: {a: 1}'],
  ])('are not seen in an object %s', (_what, kind, rest) => {
    const [object, ...others] = resourcesOf(
      parse('apiVersion: example.com/v1', kind, 'metadata: {name: a}', rest),
    );
    expect(object?.object.kind).toBe(kind.slice('kind: '.length));
    expect(others).toEqual([]);
  });

  it('are unwrapped with paths relative to the item', () => {
    const file = parse(
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: apps/v1',
      '  kind: Deployment',
      '  metadata: {name: web, namespace: prod}',
      '- apiVersion: v1',
      '  kind: List',
      '  items:',
      '  - {apiVersion: v1, kind: Service, metadata: {name: web}}',
    );
    expect(resourcesOf(file)).toMatchObject([
      { group: 'apps', kind: 'Deployment', version: 'v1', name: 'web', namespace: 'prod' },
      { group: '', kind: 'Service', name: 'web' },
    ]);
    expect(textAt(resourcesOf(file)[1]!, ['metadata', 'name'])).toBe('web');
    expect(resourcesOf(file)[1]!.namespace).toBeUndefined();
  });

  it('of one type lend it to their items', () => {
    const file = parse(
      'apiVersion: apps/v1',
      'kind: DeploymentList',
      'items:',
      '- metadata:',
      '    name: web',
    );
    const [web] = resourcesOf(file);
    expect(web).toMatchObject({ group: 'apps', kind: 'Deployment', name: 'web' });
    expect(web!.object).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' });
  });
});

describe('values', () => {
  it('mean what they mean to kubectl', () => {
    const [map] = resourcesOf(
      parse(
        ...configMap(
          'a',
          'data:',
          '  off: Off',
          '  quoted: "Off"',
          '  mode: 0644',
          '  eight: 08',
          '  clock: 12:30',
          '  date: 2024-01-01',
          '  grouped: 1_000',
          '  hex: 0x1F',
          '  half: .5',
          '  exponent: 1e3',
          '  version: 1.10.0',
          '  none:',
          '  tagged: !!str 5',
          '  text: |',
          '    5',
        ),
      ),
    );
    expect(map!.object.data).toEqual({
      false: false,
      quoted: 'Off',
      mode: 420,
      eight: 8,
      clock: '12:30',
      date: '2024-01-01',
      grouped: 1000,
      hex: 31,
      half: 0.5,
      exponent: 1000,
      version: '1.10.0',
      none: null,
      tagged: '5',
      text: '5\n',
    });
  });
});

describe('templates', () => {
  it.each([
    ['structure', ['{{- if .Values.hpa }}', ...configMap('a'), '{{- end }}'], 'a'],
    ['a whole value', configMap('{{ .Values.name }}'), undefined],
    ['a part of a value', configMap('app-{{ .Release.Name }}'), undefined],
    ['quoted Helm objects', configMap('"{{ .Release.Name }}"'), undefined],
    ['a quote in a quote', configMap('"{{ include "chart.name" . }}"'), undefined],
  ])('are read without what is filled in: %s', (_what, lines, name) => {
    const file = parse(...lines);
    expect(file).toMatchObject({ kind: 'template', problems: [] });
    const [object] = resourcesOf(file).map((resource) => resource.object);
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: name === undefined ? {} : { name },
    });
  });

  it('give items their places, with null for those that are filled in', () => {
    const [object] = resourcesOf(
      parse(...configMap('{{ .a }}', 'data:', '  x: [a, "{{ .b }}", c]', '  {{ .k }}: d')),
    );
    expect(object?.object).toMatchObject({ data: { x: ['a', null, 'c'] } });
  });

  it('are found by no index', () => {
    const index = createWorkspaceIndex([parse(...configMap('{{ .a }}'))]);
    expect([...index.resources()]).toEqual([]);
    expect(index.ofKind({ group: '', kind: 'ConfigMap' })).toEqual([]);
  });

  it('answer places of the text as it is written', () => {
    const lines = configMap(
      'a',
      'data:',
      '  {{- if .x }}',
      '  min: {{ .z }}',
      '  {{- end }}',
      '  max: v # {{ .u }}',
    );
    const [object] = resourcesOf(parse(...lines)) as [Resource];
    expect(textAt(object, ['data', 'min'])).toBe('{{ .z }}');
    expect(textAt(object, ['data', 'max'])).toBe('v');
  });

  it('say nothing where masking leaves no YAML', () => {
    const file = parse(
      ...configMap('{{ .a }}', '{{ .b }}', 'x'),
      '---',
      ...configMap('{{ .c }}', 'a: 1', 'a: 2'),
    );
    expect(file).toMatchObject({ kind: 'template', documents: [], problems: [] });
  });

  it('share their unchanged documents with the version before', () => {
    const [first, second] = [configMap('{{ .a }}'), configMap('{{ .b }}')].map((lines) => lines.join('\n'));
    const before = parseSourceFile('a.yaml', `${first}\n---\n${second}\n`);
    const after = parseSourceFile('a.yaml', `${first} # x\n---\n${second}\n`, before);
    const objects = [before, after].map((file) => resourcesOf(file)[1]?.object);
    expect(objects[1]).toBe(objects[0]);
  });

  it.each([
    ['Jinja', ['{% for x in y %}', ...configMap('a'), '{% endfor %}']],
    ['ERB', configMap('<%= name %>')],
    ['ytt', ['#@ load("@ytt:data", "data")', ...configMap('#@ data.values.name')]],
  ])('are left alone: %s', (_what, lines) => {
    expect(parse(...lines)).toMatchObject({ kind: 'template', documents: [], problems: [] });
  });

  it.each([
    ['a quoted string', configMap('a', 'data:', '  x: "Pod {{ $labels.pod }} is down"')],
    ['single quotes', configMap('a', "data: {x: '{{ workflow.name }}'}")],
    ['a comment', configMap('a', '# {{ .Values.x }}')],
    ['a block scalar', configMap('a', 'data:', '  x: |-', '    {{ if .Values.x }}', '    {% endif %}')],
    ['a folded scalar', configMap('a', 'data:', '  x: >2', '    {{ .Values.x }}')],
    ['a Prometheus rule in plain text', configMap('a', 'data:', '  x: Pod {{ $labels.pod }} is down')],
    [
      'nested flow mappings',
      ['{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"b":"{{"}}}'],
    ],
  ])('are not suspected in %s', (_what, lines) => {
    expect(parse(...lines)).toMatchObject({ kind: 'kubernetes', problems: [] });
  });
});

describe('ranges', () => {
  const file = parse(
    'apiVersion: autoscaling/v2',
    'kind: HorizontalPodAutoscaler',
    'metadata:',
    '  name: web # the name',
    'spec:',
    '  minReplicas:',
    '  maxReplicas: 10',
    '  metrics:',
    '  - type: Resource # cpu',
    '    resource: {name: cpu, target: {type: Utilization}}',
    '  -',
    '    type: "Pods"',
    '  text: |',
    '    one',
    '',
    '    two',
    '',
    '  # a closing remark',
    'status: {}',
  );
  const [hpa] = resourcesOf(file);

  it.each<[string, Path, PathPart, string]>([
    ['key', ['spec', 'maxReplicas'], 'key', 'maxReplicas'],
    ['value', ['spec', 'maxReplicas'], 'value', '10'],
    ['entry', ['spec', 'maxReplicas'], 'entry', 'maxReplicas: 10'],
    ['value before a comment', ['metadata', 'name'], 'entry', 'name: web'],
    ['empty value', ['spec', 'minReplicas'], 'value', 'minReplicas'],
    ['empty entry', ['spec', 'minReplicas'], 'entry', 'minReplicas:'],
    ['below an empty value', ['spec', 'minReplicas', 'x'], 'value', 'minReplicas'],
    ['flow value', ['spec', 'metrics', 0, 'resource', 'target'], 'value', '{type: Utilization}'],
    ['flow entry', ['spec', 'metrics', 0, 'resource', 'name'], 'entry', 'name: cpu'],
    ['missing below a flow value', ['spec', 'metrics', 0, 'resource', 'nope', 'x'], 'key', 'resource'],
    ['item as key', ['spec', 'metrics', 0], 'key', 'type: Resource'],
    ['item on the next line', ['spec', 'metrics', 1], 'value', 'type: "Pods"'],
    ['item with its dash', ['spec', 'metrics', 1], 'entry', '-\n    type: "Pods"'],
    ['missing item', ['spec', 'metrics', 7, 'type'], 'key', 'metrics'],
    ['block scalar', ['spec', 'text'], 'value', '|\n    one\n\n    two'],
    ['missing root key', ['nope'], 'key', 'kind: HorizontalPodAutoscaler'],
  ])('%s', (_what, path, part, expected) => {
    expect(textAt(hpa!, path, part)).toBe(expected);
  });

  it('end a block mapping before the comments that follow it', () => {
    expect(textAt(hpa!, ['spec'])).toMatch(/^minReplicas:[^]*two$/);
  });

  it('tell what is there', () => {
    expect(hpa!.has(['spec', 'minReplicas'])).toBe(true);
    expect(hpa!.has(['spec', 'metrics', 1, 'type'])).toBe(true);
    expect(hpa!.has(['spec', 'metrics', 2])).toBe(false);
    expect(hpa!.has(['spec', 'constructor'])).toBe(false);
  });
});

describe('aliases and merge keys', () => {
  const file = parse(
    'apiVersion: v1',
    'kind: Pod',
    'metadata: {name: a}',
    'base: &base',
    '  cpu: 1',
    '  memory: 1Gi',
    'lone: &lone {x: 1}',
    'merged:',
    '  <<: *base',
    '  cpu: 2',
    'many:',
    '  <<: [{a: first}, {a: second, b: 2}]',
    'alias: *base',
  );
  const [pod] = resourcesOf(file);

  it('are resolved', () => {
    expect(pod!.object).toMatchObject({
      merged: { cpu: 2, memory: '1Gi' },
      many: { a: 'first', b: 2 },
      alias: { cpu: 1, memory: '1Gi' },
    });
    expect(pod!.object.alias).toBe(pod!.object.base);
  });

  it.each<[Path, boolean, string]>([
    [['alias'], true, '*base'],
    [['alias', 'cpu'], true, '1'],
    [['merged', 'memory'], true, '1Gi'],
    [['merged', 'cpu'], false, '2'],
    [['base', 'cpu'], true, '1'],
    [['lone', 'x'], false, '1'],
    [['metadata', 'name'], false, 'a'],
  ])('%j', (path, aliased, text) => {
    expect(pod!.isAliased(path)).toBe(aliased);
    expect(textAt(pod!, path)).toBe(text);
  });
});

describe('the next version of a file', () => {
  const text = [...configMap('a'), '---', ...configMap('b'), '---', ...configMap('c'), ''].join('\n');
  const before = parseSourceFile('a.yaml', text);

  it('shares the documents that did not change, at their new places', () => {
    const after = parseSourceFile(
      'a.yaml',
      `# new first line\n---\n${text.replace('name: b', 'name: bee')}`,
      before,
    );
    expect(resourcesOf(after).map(({ name }) => name)).toEqual(['a', 'bee', 'c']);
    const [, b, c] = resourcesOf(before);
    const [, bee, sameC] = resourcesOf(after);
    expect(bee!.object).not.toBe(b!.object);
    expect(sameC!.object).toBe(c!.object);
    expect(sameC!.file).toBe(after);
    expect(textAt(sameC!, ['metadata', 'name'])).toBe('c');
    expect(sameC!.rangeOf(['metadata'])).not.toEqual(c!.rangeOf(['metadata']));
  });

  it('equals a fresh parse', () => {
    const changed = text.replace('kind: ConfigMap', 'kind: [broken');
    const after = parseSourceFile('a.yaml', changed, before);
    const fresh = parseSourceFile('a.yaml', changed);
    expect(after.problems).toEqual(fresh.problems);
    expect(resourcesOf(after).map(({ object }) => object)).toEqual(
      resourcesOf(fresh).map(({ object }) => object),
    );
  });
});
