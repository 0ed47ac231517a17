import { readFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';

import type { WorkloadSource } from '#core/language-server/index.ts';
import { nodeAdapters } from '#core/language-server/node/index.ts';
import type {
  DataStatus,
  WhatIfEdit,
  WhatIfProblem,
  WhatIfSettings,
  WhatIfSubject,
  WhatIfView,
} from '#core/language-server/protocol/index.ts';
import { SourceError } from '#core/ports/index.ts';
import { manualClock } from '#core/testing/index.ts';

import { NOW, testWorld } from './adapters.ts';
import { Editor } from './editor.ts';

const platform = new URL('../../examples/platform', import.meta.url).href;
const settings = { data: { source: 'recording', recording: 'recording', namespace: 'prod' } };

function ask<Answer>(editor: Editor, method: string, parameters: unknown): Promise<Answer> {
  return editor.client.sendRequest(`kubectlAutoscale/${method}`, parameters);
}

function at(uri: string, line: number, character = 0) {
  return { textDocument: { uri }, position: { line, character } };
}

describe('an HPA of the example platform, simulated on its recording', () => {
  const uri = `${platform}/k8s/embed/hpa.yaml`;
  const subject: WhatIfSubject = { uri, name: 'embed', namespace: 'prod' };
  let editor: Editor;
  let asItIs: WhatIfView;
  beforeAll(async () => {
    editor = await Editor.open(nodeAdapters({ toolVersion: '0.0.0' }), { folder: platform, settings });
    await editor.openDocument(uri, readFileSync(new URL(uri), 'utf8'));
    await editor.until('the data is read', () =>
      editor.heard.some(
        ({ method, params }) =>
          method === 'kubectlAutoscale/dataStatus' && (params as DataStatus).state === 'ready',
      ),
    );
    asItIs = await ask(editor, 'whatIf', { subject });
  }, 90_000);
  afterAll(() => editor.dispose());

  it.each([
    ['at the HPA', uri, 12],
    ['at its workload, in another file that is not open', `${platform}/k8s/embed/deployment.yaml`, 3],
  ])('is found %s', async (_, from, line) => {
    expect(await ask(editor, 'whatIfSubject', at(from, line))).toEqual(subject);
  });

  it('is shown as it is', () => {
    expect(asItIs.title).toBe('HPA embed of Deployment prod/embed');
    expect(asItIs.written).toEqual({
      minReplicas: 3,
      maxReplicas: 12,
      targets: { cpu: 60 },
      horizonMinutes: 60,
    });
    expect(asItIs.answer).toMatch(
      /^As it is: [\d.]+ replicas on average, \$[\d,]+–[\d,]+\/mo, [\d.]+ minutes? lost/,
    );
    expect(asItIs.results).toContain('Requests: ');
    expect(asItIs.results).toMatch(/Measured in the same time: [\d.]+ replicas on average/);
    // What is assumed names no flags: there are none here.
    expect(asItIs.results).not.toContain('--');
  });

  it('costs more and loses fewer minutes with a higher minimum, and looks further ahead', async () => {
    const tried: WhatIfSettings = { ...asItIs.written, minReplicas: 9, horizonMinutes: 120 };
    const view: WhatIfView = await ask(editor, 'whatIf', { subject, settings: tried });
    expect(view.written).toEqual(asItIs.written);
    expect(view.answer).toMatch(/^With these settings: adds \$/);
    expect(view.results).toContain('the forecast of the next 2 h');
    const [, before, after] = /minutes lost \(p95[^<]*<\/th><td>([\d.]+)<\/td><td>([\d.]+)</.exec(
      view.results,
    )!;
    expect(Number(after)).toBeLessThanOrEqual(Number(before));
  }, 60_000);

  it('gives the same answer to the same question', async () => {
    expect(await ask(editor, 'whatIf', { subject })).toEqual(asItIs);
  }, 60_000);

  it('is written into its manifest', async () => {
    const edit: WhatIfEdit = await ask(editor, 'whatIfEdit', {
      subject,
      settings: { ...asItIs.written, maxReplicas: 14 },
    });
    expect(edit.changes).toEqual({
      [uri]: [
        { range: { start: { line: 12, character: 16 }, end: { line: 12, character: 17 } }, newText: '4' },
      ],
    });
  });

  it.each([
    ['bounds that do not go together', { minReplicas: 20 }, 'The minimum of 20 is above the maximum of 12.'],
    ['no horizon', { horizonMinutes: 0 }, 'The horizon is a whole number of minutes from 5 to 1440.'],
  ])('is not simulated with %s', async (_, change, problem) => {
    const tried = { ...asItIs.written, ...change };
    expect(await ask(editor, 'whatIf', { subject, settings: tried })).toEqual({ problem });
    expect(await ask(editor, 'whatIfEdit', { subject, settings: tried })).toEqual({ problem });
  });

  it.each([
    ['asr', 'asr/asr.yaml', /^HPA asr has a minimum of 6 above its maximum of 4/],
    [
      'image-caption-nights',
      'image-caption/hpa.yaml',
      /its metric memory is left out: no memory is simulated\.$/,
    ],
  ])(
    'says in a sentence why %s cannot be',
    async (name, path, problem) => {
      const other = { uri: `${platform}/k8s/${path}`, name, namespace: 'prod' };
      const answer: WhatIfProblem = await ask(editor, 'whatIf', { subject: other });
      expect(answer.problem).toMatch(problem);
      expect(answer.remedy).toBeUndefined();
    },
    60_000,
  );
});

describe('what cannot be simulated', () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: prod}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: web:1}]}
`;
  const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
`;
  const editors: Editor[] = [];
  afterEach(() => Promise.all(editors.splice(0).map((editor) => editor.dispose())));

  async function open(files: Record<string, string>, source?: Partial<WorkloadSource>): Promise<Editor> {
    const opened = source && (() => Promise.resolve({ ...silent, ...source }));
    const options = source ? { settings: { data: { source: 'recording', recording: 'r' } } } : {};
    const editor = await Editor.open(testWorld(files, opened).adapters, options);
    editors.push(editor);
    for (const [path, text] of Object.entries(files)) await editor.openDocument(path, text);
    await editor.settle();
    return editor;
  }
  const silent: WorkloadSource = {
    description: 'nothing',
    defaultNamespace: 'prod',
    isRecorded: true,
    clock: manualClock(NOW),
    report: () => Promise.resolve(),
    whatIf: () => Promise.reject(new Error('nobody asked')),
    close: () => undefined,
  };
  const subjectOf = (editor: Editor): WhatIfSubject => ({
    uri: editor.uri('hpa.yaml'),
    name: 'web',
    namespace: 'prod',
  });

  it.each([
    [
      'a workload without an HPA',
      deployment,
      'Deployment web has no HPA yet; the code action at its head creates one.',
    ],
    [
      'an HPA of a workload that is not here',
      hpa,
      'The workload that HPA web scales is not in these manifests.',
    ],
    [
      'another kind of object',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n',
      'ConfigMap web is no HPA and no workload that an HPA scales.',
    ],
    [
      'a workload of KEDA',
      `${deployment}---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: prod}\nspec:\n  scaleTargetRef: {name: web}\n  triggers: [{type: cron, metadata: {}}]\n`,
      'Deployment web is scaled by KEDA, whose triggers cannot be simulated.',
    ],
  ])('is %s', async (_, text, problem) => {
    const editor = await open({ 'a.yaml': text });
    expect(await ask(editor, 'whatIfSubject', at(editor.uri('a.yaml'), 2))).toEqual({ problem });
  });

  it('offers to choose a data source where none is set', async () => {
    const editor = await open({ 'web.yaml': deployment, 'hpa.yaml': hpa });
    expect(await ask(editor, 'whatIf', { subject: subjectOf(editor) })).toEqual({
      problem: 'No data source is set: manifests are linted, nothing is measured.',
      remedy: 'chooseData',
    });
  });

  it('says what the source says', async () => {
    const whatIf: WorkloadSource['whatIf'] = () =>
      Promise.resolve({ ok: false, error: 'no requests per second were measured for prod/web' });
    const editor = await open({ 'web.yaml': deployment, 'hpa.yaml': hpa }, { whatIf });
    expect(await ask(editor, 'whatIf', { subject: subjectOf(editor) })).toEqual({
      problem: 'No requests per second were measured for prod/web.',
    });
  });

  it('is an HPA that is gone from its file', async () => {
    const editor = await open({ 'web.yaml': deployment, 'hpa.yaml': hpa });
    await editor.change('hpa.yaml', hpa.replace('name: web, ', 'name: other, '));
    const { problem }: WhatIfProblem = await ask(editor, 'whatIf', { subject: subjectOf(editor) });
    expect(problem).toBe('HPA web is no longer in its file.');
  });

  it('is given up when nobody waits for it any more', async () => {
    let asked: (signal: AbortSignal) => void = () => undefined;
    const heard = new Promise<AbortSignal>((resolve) => (asked = resolve));
    const whatIf: WorkloadSource['whatIf'] = (_, signal) => {
      asked(signal);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () =>
          reject(new SourceError({ code: 'cancelled', source: 'test', message: 'cancelled' })),
        );
      });
    };
    const editor = await open({ 'web.yaml': deployment, 'hpa.yaml': hpa }, { whatIf });
    const waiting = new CancellationTokenSource();
    const answer = editor.client.sendRequest(
      'kubectlAutoscale/whatIf',
      { subject: subjectOf(editor) },
      waiting.token,
    );
    const signal = await heard;
    waiting.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(signal.aborted).toBe(true);
  });
});
