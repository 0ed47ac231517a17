import { afterEach, describe, expect, it } from 'vitest';

import { type TestWorld, testWorld } from './adapters.ts';
import { Editor, type EditorOptions } from './editor.ts';

const hpa = (min: number, max: number): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  minReplicas: ${min}
  maxReplicas: ${max}
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
`;

const editors: Editor[] = [];
afterEach(() => Promise.all(editors.splice(0).map((editor) => editor.dispose())));

async function open(world: TestWorld, options?: EditorOptions): Promise<Editor> {
  const editor = await Editor.open(world.adapters, options);
  editors.push(editor);
  return editor;
}

function codes(editor: Editor, path: string): unknown[] | undefined {
  return editor.diagnosticsOf(path)?.map(({ code }) => code);
}

describe('diagnostics', () => {
  it('come with code, link, place and source as soon as a document is opened', async () => {
    const world = testWorld();
    const editor = await open(world, { initializationOptions: { rulePages: 'file:///docs/rules' } });
    await editor.openDocument('hpa.yaml', hpa(5, 3));
    const found = await editor.until('the finding is published', () =>
      editor.diagnosticsOf('hpa.yaml')?.find(({ code }) => code === 'hpa-min-greater-than-max'),
    );
    expect(found).toMatchObject({
      range: { start: { line: 5, character: 15 }, end: { line: 5, character: 16 } },
      severity: 1,
      source: 'kubectl-autoscale',
      codeDescription: { href: 'file:///docs/rules/hpa-min-greater-than-max.md' },
    });
  });

  it('wait 250 ms after the last change, and not at all after a save', async () => {
    const world = testWorld();
    const editor = await open(world);
    await editor.openDocument('hpa.yaml', hpa(1, 3));
    await editor.until('it is read', () => codes(editor, 'hpa.yaml') !== undefined);
    await editor.settle();
    const before = editor.published.length;
    await editor.change('hpa.yaml', hpa(5, 3));
    await editor.settle();
    world.timers.pass(200);
    await editor.change('hpa.yaml', hpa(6, 3));
    await editor.settle();
    world.timers.pass(200);
    await editor.settle();
    expect(editor.published.length).toBe(before);
    world.timers.pass(50);
    await editor.until('it is checked', () =>
      codes(editor, 'hpa.yaml')?.includes('hpa-min-greater-than-max'),
    );
    expect(editor.published.length).toBe(before + 1);
    await editor.change('hpa.yaml', hpa(1, 3));
    await editor.save('hpa.yaml');
    await editor.until(
      'it is checked',
      () => !codes(editor, 'hpa.yaml')?.includes('hpa-min-greater-than-max'),
    );
  });
});
