import { afterEach, describe, expect, it } from 'vitest';

import { SourceError } from '#core/ports/index.ts';

import { type TestWorld, testWorld } from './adapters.ts';
import { Editor, type EditorOptions } from './editor.ts';

const good = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  minReplicas: 5
  maxReplicas: 3
`;

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const bomb = `${head}data:\n  a: &a [x,x,x,x,x,x,x,x,x]\n${'b c d e f g h'
  .split(' ')
  .map((name, index) => `  ${name}: &${name} [${`*${'abcdefgh'[index]!},`.repeat(8)}*${'abcdefgh'[index]!}]`)
  .join('\n')}\n`;

const texts: Readonly<Record<string, string>> = {
  'half-written': `${good}  metrics:\n    - type: Resource\n      resource: {name: cpu, target: {type: Util`,
  'nothing but a key': 'apiVersion: v1\nkind',
  'tabs and stray brackets': `${good}\t]]}\n\t- {`,
  binary: `apiVersion kind \u0000\u0001\u0002\ufffd${'\u0000'.repeat(5000)}`,
  'half of a surrogate pair': `${head}data: {a: "\ud83d"}\n`,
  'an alias bomb': bomb,
  'an alias to itself': `${head}data: &a {b: *a}\n`,
  'nested too deeply': `${head}data: ${'['.repeat(100_000)}\n`,
  'nested as deep as is read': `${head}data: ${'['.repeat(490)}${']'.repeat(490)}\n`,
  'block after block to the last level': `${head}data:\n  ${'- '.repeat(490)}x\n`,
  'mappings as keys of mappings': `${head}data:\n  ${'? '.repeat(200)}x\n`,
  huge: `${head}data:\n${Array.from({ length: 60_000 }, (_, line) => `  key${line}: value number ${line}\n`).join('')}`,
  'a Helm template': `${good}{{- if .Values.x }}\nx: {{ .Values.y }}\n{{- end }}`,
  'wrong types everywhere':
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: 5\nspec: [1, {a: null}]\n',
  'keys that objects inherit': `${good.replace('spec:', 'constructor: {__proto__: 1}\nspec:')}  toString: x\n`,
  'line ends of all kinds': good.replaceAll('\n', '\r\n') + '\r\n# x\r',
};

const editors: Editor[] = [];
afterEach(() => Promise.all(editors.splice(0).map((editor) => editor.dispose())));

async function open(world: TestWorld, options?: EditorOptions): Promise<Editor> {
  const editor = await Editor.open(world.adapters, options);
  editors.push(editor);
  return editor;
}

/** Asks everything that an editor asks of a document. */
async function askEverything(editor: Editor, path: string): Promise<void> {
  const textDocument = { uri: editor.uri(path) };
  const range = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } };
  const position = { line: 3, character: 4 };
  await editor.client.sendRequest('textDocument/hover', { textDocument, position });
  await editor.client.sendRequest('textDocument/codeLens', { textDocument });
  await editor.client.sendRequest('textDocument/inlayHint', { textDocument, range });
  await editor.client.sendRequest('textDocument/codeAction', {
    textDocument,
    range,
    context: { diagnostics: [] },
  });
}

/** Errors in the log, and messages that would pop up. */
function complaints(editor: Editor): readonly unknown[] {
  return editor.heard.filter(
    ({ method, params }) =>
      method === 'window/showMessage' ||
      (method === 'window/logMessage' && (params as { type: number }).type === 1),
  );
}

describe('bad input', () => {
  it.each(Object.keys(texts))('%s: the server answers, says nothing aloud, and goes on', async (name) => {
    const editor = await open(testWorld());
    await editor.openDocument('bad.yaml', texts[name]!);
    await askEverything(editor, 'bad.yaml');
    await editor.openDocument('good.yaml', good);
    await editor.until('the other document is checked', () =>
      editor.diagnosticsOf('good.yaml')?.some(({ code }) => code === 'hpa-min-greater-than-max'),
    );
    await editor.settle();
    expect(complaints(editor)).toEqual([]);
  });

  it('a document that is typed letter by letter never ends the server', async () => {
    const editor = await open(testWorld());
    await editor.openDocument('typed.yaml', '');
    for (let end = 1; end <= good.length; end += 3) await editor.change('typed.yaml', good.slice(0, end));
    await editor.change('typed.yaml', good);
    await editor.save('typed.yaml');
    await editor.until('it is checked', () =>
      editor.diagnosticsOf('typed.yaml')?.some(({ code }) => code === 'hpa-min-greater-than-max'),
    );
    expect(complaints(editor)).toEqual([]);
  });

  it('a file that is deleted while it is open keeps its text, and leaves when it is closed', async () => {
    const world = testWorld({ 'a.yaml': good });
    const editor = await open(world);
    await editor.openDocument('a.yaml', good);
    await editor.settle();
    world.files.delete('a.yaml');
    await editor.client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('a.yaml'), type: 3 }],
    });
    await editor.settle();
    world.timers.pass(250);
    await editor.settle();
    expect(editor.diagnosticsOf('a.yaml')).not.toEqual([]);
    await editor.close('a.yaml');
    await editor.until('its findings are gone', () => editor.diagnosticsOf('a.yaml')?.length === 0);
    const report: { json: string } = await editor.client.sendRequest('kubectlAutoscale/lintReport', {});
    expect(JSON.parse(report.json).summary.filesChecked).toBe(0);
  });

  it('settings of wrong types are the defaults', async () => {
    const settings = { enable: 'yes', lint: 7, data: [], prices: null, files: { maxCount: 'many' } };
    const editor = await open(testWorld(), { settings });
    await editor.openDocument('good.yaml', good);
    await editor.until('it is checked', () => (editor.diagnosticsOf('good.yaml')?.length ?? 0) > 0);
    expect(complaints(editor)).toEqual([]);
  });

  it('more files than are read: one notice, which says how many', async () => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`${index}.yaml`, good]));
    const world = testWorld({ ...files, 'large.yaml': `${good}#${'x'.repeat(2 ** 20)}` });
    const editor = await open(world, { settings: { files: { maxCount: 5 } } });
    await editor.settle();
    world.timers.pass(500);
    const status = await editor.until('the folder is counted', () =>
      editor.heard.find(({ method }) => method === 'kubectlAutoscale/workspaceStatus'),
    );
    expect(status.params).toMatchObject({
      state: 'ready',
      files: 5,
      errors: 5,
      notice:
        '3 files beyond the first 5 are not read (kubectlAutoscale.files.maxCount); left out as larger than 1 MiB: large.yaml',
    });
    await editor.until('it is shown', () =>
      editor.heard.some(({ method }) => method === 'window/showMessage'),
    );
    expect(editor.heard.filter(({ method }) => method === 'window/showMessage')).toHaveLength(1);
  });
});

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: app, image: chat:1}]}
`;

describe('data that cannot be had', () => {
  const settings = { data: { source: 'cluster' } };
  const states = (editor: Editor): unknown[] =>
    editor.heard
      .filter(({ method }) => method === 'kubectlAutoscale/dataStatus')
      .map(({ params }) => (params as { state: string }).state);

  it('is said once, not at every attempt', async () => {
    const world = testWorld({ 'a.yaml': deployment }, () =>
      Promise.reject(
        new SourceError({
          code: 'unreachable',
          source: 'Prometheus',
          message: 'Prometheus did not answer',
          suggestions: ['check the URL'],
        }),
      ),
    );
    const editor = await open(world, { settings });
    const status = await editor.until('it is said', () =>
      editor.heard.find(({ params }) => (params as { state?: string } | undefined)?.state === 'error'),
    );
    expect(status.params).toMatchObject({
      text: 'Prometheus did not answer',
      suggestions: ['check the URL'],
    });
    for (let attempt = 0; attempt < 3; attempt++) {
      world.timers.pass(11 * 60_000);
      await editor.settle();
    }
    expect(states(editor).filter((state) => state === 'error')).toHaveLength(1);
    expect(complaints(editor)).toEqual([]);
  });

  it('or never comes holds nothing up', async () => {
    const world = testWorld({ 'a.yaml': deployment }, () => new Promise(() => undefined));
    const editor = await open(world, { settings });
    await editor.openDocument('good.yaml', good);
    await editor.until('it is checked', () => (editor.diagnosticsOf('good.yaml')?.length ?? 0) > 0);
    await askEverything(editor, 'good.yaml');
    expect(states(editor)).toEqual(['loading']);
  });

  it('is not asked for in a workspace that is not trusted, until it is', async () => {
    let opened = 0;
    const world = testWorld({ 'a.yaml': deployment }, () => {
      opened += 1;
      return new Promise(() => undefined);
    });
    const editor = await open(world, { settings, initializationOptions: { trusted: false } });
    await editor.settle();
    expect([opened, states(editor)]).toEqual([0, ['off']]);
    await editor.client.sendNotification('kubectlAutoscale/trust', { trusted: true });
    await editor.until('it loads', () => states(editor).includes('loading'));
    expect(opened).toBe(1);
  });

  it('never shows the token', async () => {
    const world = testWorld({ 'a.yaml': deployment }, () => Promise.reject(new Error('refused')));
    const editor = await open(world, { settings, initializationOptions: { prometheusToken: 'sesame-1' } });
    await editor.until('it is said', () => states(editor).includes('error'));
    await editor.client.sendNotification('kubectlAutoscale/prometheusToken', { token: 'sesame-2' });
    await editor.settle();
    expect(JSON.stringify(editor.heard)).not.toContain('sesame');
  });
});

it('an answer that nobody waits for any more is not made', async () => {
  const files = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}.yaml`, good]));
  const editor = await open(testWorld(files));
  await editor.settle();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: () => ({ dispose: () => undefined }),
  };
  let cancel: () => void = () => undefined;
  token.onCancellationRequested = ((then: () => void) => {
    cancel = then;
    return { dispose: () => undefined };
  }) as never;
  const asked = editor.client.sendRequest('kubectlAutoscale/lintReport', {}, token);
  cancel();
  await expect(asked).resolves.toEqual({ json: '' });
});
