import { afterEach, describe, expect, it } from 'vitest';

import { testWorld } from './adapters.ts';
import { Editor, everyCapability } from './editor.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: app, image: chat:1}]}
`;
const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  maxReplicas: 5
`;

const editors: Editor[] = [];
afterEach(() => Promise.all(editors.splice(0).map((editor) => editor.dispose())));

async function open(capabilities = everyCapability): Promise<Editor> {
  const editor = await Editor.open(testWorld({ 'chat.yaml': deployment, 'hpa.yaml': hpa }).adapters, {
    capabilities,
  });
  editors.push(editor);
  await editor.openDocument('hpa.yaml', hpa);
  await editor.settle();
  return editor;
}

describe('navigation', () => {
  const name = { start: { line: 2, character: 17 }, end: { line: 2, character: 21 } };
  const at = (editor: Editor, path: string, line: number) => ({
    textDocument: { uri: editor.uri(path) },
    position: { line, character: 6 },
  });

  it('goes from a reference to a file that is not open, as a link where the client takes one', async () => {
    const plain = await open();
    expect(await plain.client.sendRequest('textDocument/definition', at(plain, 'hpa.yaml', 4))).toEqual([
      { uri: plain.uri('chat.yaml'), range: name },
    ]);
    const { textDocument } = everyCapability;
    const linking = await open({
      ...everyCapability,
      textDocument: { ...textDocument, definition: { linkSupport: true } },
    });
    expect(
      await linking.client.sendRequest('textDocument/definition', at(linking, 'hpa.yaml', 4)),
    ).toMatchObject([
      {
        targetUri: linking.uri('chat.yaml'),
        targetSelectionRange: name,
        originSelectionRange: { start: { line: 4, character: 2 } },
      },
    ]);
  });

  it('finds who refers to an object', async () => {
    const editor = await open();
    await editor.openDocument('chat.yaml', deployment);
    const found = await editor.client.sendRequest('textDocument/references', {
      ...at(editor, 'chat.yaml', 1),
      context: { includeDeclaration: false },
    });
    expect(found).toMatchObject([{ uri: editor.uri('hpa.yaml'), range: { start: { line: 4 } } }]);
  });

  it('offers links to follow', async () => {
    const editor = await open();
    const { textDocument } = at(editor, 'hpa.yaml', 0);
    expect(await editor.client.sendRequest('textDocument/documentLink', { textDocument })).toMatchObject([
      { target: `${editor.uri('chat.yaml')}#L3,18` },
    ]);
  });
});
