import { afterEach, expect, it } from 'vitest';

import type { WorkloadSource } from '#core/language-server/index.ts';
import { SourceError } from '#core/ports/index.ts';
import { manualClock } from '#core/testing/index.ts';

import { NOW, type TestWorld, testWorld } from './adapters.ts';
import { Editor } from './editor.ts';

const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  metrics:
    - type: Pods
      pods: {metric: {name: }}
`;

let editor: Editor | undefined;
afterEach(() => editor?.dispose());

function worldWith(servedMetrics: NonNullable<WorkloadSource['servedMetrics']>): TestWorld {
  return testWorld({}, () =>
    Promise.resolve({
      description: 'context test',
      defaultNamespace: 'default',
      isRecorded: false,
      clock: manualClock(NOW),
      report: () => Promise.resolve(),
      whatIf: () => Promise.resolve({ ok: false, error: 'not here' }),
      servedMetrics,
      close: () => undefined,
    }),
  );
}

async function offered(world: TestWorld): Promise<readonly string[]> {
  const opened = (editor = await Editor.open(world.adapters, { settings: { data: { source: 'cluster' } } }));
  await opened.openDocument('hpa.yaml', hpa);
  await opened.until('the data is ready', () =>
    opened.heard.find(({ params }) => (params as { state?: string } | undefined)?.state === 'ready'),
  );
  await opened.settle();
  const items: readonly { readonly label: string }[] = await opened.client.sendRequest(
    'textDocument/completion',
    { textDocument: { uri: opened.uri('hpa.yaml') }, position: { line: 6, character: 28 } },
  );
  return items.map(({ label }) => label);
}

it('metrics that the cluster serves are offered beside those of the catalogue', async () => {
  const world = worldWith(() =>
    Promise.resolve({ custom: [{ resource: 'pods', name: 'my_queue' }], external: [] }),
  );
  expect(await offered(world)).toEqual(expect.arrayContaining(['my_queue', 'inference_queue_depth']));
});

it('without the right to list them those of the catalogue remain, and nothing is said', async () => {
  const world = worldWith(() =>
    Promise.reject(new SourceError({ code: 'forbidden', source: 'test', message: 'forbidden' })),
  );
  expect(await offered(world)).toContain('inference_queue_depth');
  const states = editor!.heard.filter(({ method }) => method === 'kubectlAutoscale/dataStatus');
  expect(states.map(({ params }) => (params as { state: string }).state)).toEqual(['loading', 'ready']);
});
