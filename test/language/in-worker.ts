/**
 * What runs in a browser's worker: lints a manifest, completes and navigates in it with `core/language`, and posts what came out. Bundled without
 * anything of Node.
 */
import { completions, definitions, diagnosticOf, documentLinks } from '#core/language/index.ts';
import { createLinter, defaultLintSettings } from '#core/lint/index.ts';
import { Workspace } from '#core/lint/workspace.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

export interface WorkerAnswer {
  readonly codes: readonly string[];
  readonly definitions: readonly string[];
  readonly links: number;
  readonly completions: readonly string[];
}

export function answerFor(text: string): WorkerAnswer {
  const file = parseSourceFile('a.yaml', text);
  const index = createWorkspaceIndex([file]);
  const workspace = new Workspace(index, defaultLintSettings);
  const addresses = { uriOf: (path: string) => path, rulePage: () => undefined };
  const offset = text.indexOf('name: web', text.indexOf('scaleTargetRef')) + 'name: '.length;
  return {
    codes: createLinter()
      .lint(index)
      .findings.map((finding) => diagnosticOf(finding, addresses).code),
    definitions: definitions(file, offset, { workspace, addresses }).map(({ targetUri }) => targetUri),
    links: documentLinks(file, { workspace, addresses }).length,
    completions: completions(file, offset, { workspace, settings: defaultLintSettings }).map(
      ({ label }) => label,
    ),
  };
}

/** What is used of a worker's global scope. */
interface WorkerScope {
  readonly process?: unknown;
  addEventListener(type: 'message', listener: (event: { readonly data: string }) => void): void;
  postMessage(answer: WorkerAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
// A test in Node imports this file for its function alone.
if (scope.process === undefined) {
  scope.addEventListener('message', ({ data }) => scope.postMessage(answerFor(data)));
}
