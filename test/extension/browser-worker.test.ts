import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { expect, it } from 'vitest';

import { createSandbox } from '../controlplane/sandbox.ts';
import { answerFor, type WorkerAnswer } from '../language/in-worker.ts';
import { openBrowser } from './vscode/browser.ts';
import { describeInEditor } from './vscode/describe-in-editor.ts';

const text = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 9
  maxReplicas: 3
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}}
`;

/** A page's script that starts a worker with some code, sends it a message and resolves with its answer. */
function inWorker(code: string, message: string): string {
  return `new Promise((done, failed) => {
    const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code)}])));
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = ({ message }) => failed(new Error(message));
    worker.postMessage(${JSON.stringify(message)});
  })`;
}

describeInEditor('core/language in a browser', (programs) => {
  it('answers in a worker of Chromium what it answers in Node', async () => {
    const entry = fileURLToPath(new URL('../language/in-worker.ts', import.meta.url));
    // Fails where anything of Node is imported.
    const bundle = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      logLevel: 'silent',
    });
    const sandbox = createSandbox('worker');
    try {
      const page = await (await openBrowser(programs, sandbox)).newPage();
      const answer = await page.evaluate(inWorker(bundle.outputFiles[0]!.text, text));
      const expected: WorkerAnswer = answerFor(text);
      expect(expected.codes).toContain('hpa-min-greater-than-max');
      expect(expected).toMatchObject({ definitions: ['a.yaml'], links: 1, completions: ['web'] });
      expect(answer).toEqual(expected);
    } finally {
      await sandbox.stop();
    }
  }, 120_000);
});
