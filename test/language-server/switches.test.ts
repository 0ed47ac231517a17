import { afterEach, describe, expect, it } from 'vitest';

import { testWorld } from './adapters.ts';
import { Editor } from './editor.ts';

const text = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  minReplicas: 5
  maxReplicas: 3
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: app, image: chat:1, args: [--expander=]}]}
`;

let editor: Editor | undefined;
afterEach(() => editor?.dispose());

/** What the target's name (line 4, behind `name: `) gives of each surface that needs no data. */
async function surfaces(settings: unknown): Promise<Readonly<Record<string, boolean>>> {
  const opened = (editor = await Editor.open(testWorld().adapters, { settings }));
  await opened.openDocument('chat.yaml', text);
  await opened.settle();
  const textDocument = { uri: opened.uri('chat.yaml') };
  const position = { line: 4, character: 67 };
  const line = { start: { line: 5, character: 0 }, end: { line: 5, character: 20 } };
  const isAny = async (method: string, params: object): Promise<boolean> => {
    const answer: unknown = await opened.client.sendRequest(method, { textDocument, ...params });
    return Array.isArray(answer) && answer.length > 0;
  };
  return {
    diagnostics: (opened.diagnosticsOf('chat.yaml')?.length ?? 0) > 0,
    completion: await isAny('textDocument/completion', { position }),
    codeActions: await isAny('textDocument/codeAction', { range: line, context: { diagnostics: [] } }),
    definitions: await isAny('textDocument/definition', { position }),
    references: await isAny('textDocument/references', {
      position,
      context: { includeDeclaration: false },
    }),
    links: await isAny('textDocument/documentLink', {}),
  };
}

const everything = {
  diagnostics: true,
  completion: true,
  codeActions: true,
  definitions: true,
  references: true,
  links: true,
};

describe('each surface has a switch of its own', () => {
  it.each([
    ['', {}, {}],
    ['completion', { completion: { enable: false } }, { completion: false }],
    ['codeActions', { codeActions: { enable: false } }, { codeActions: false }],
    [
      'navigation',
      { navigation: { enable: false } },
      { definitions: false, references: false, links: false },
    ],
    ['lint', { lint: { preset: 'off' } }, { diagnostics: false, codeActions: false }],
  ])('%s', async (_name, settings, off) => {
    expect(await surfaces(settings)).toEqual({ ...everything, ...off });
  });
});
