import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach } from 'vitest';

import { type Environment, plainEnvironment, type PluginRun, repositoryRoot } from './run-plugin.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export interface ScratchRepository {
  readonly root: string;
  path(file: string): string;
  write(file: string, content: string | Uint8Array): void;
  git(...args: string[]): string;
  /** Runs the built plugin in the repository, or in a folder of it. */
  lint(args: readonly string[], options?: LintOptions): Promise<PluginRun>;
}

export interface LintOptions {
  readonly input?: string;
  readonly folder?: string;
  readonly env?: Environment;
  /** Called with a way to signal the process as soon as it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** A folder that goes with the test, a git repository unless told otherwise, with the given files. */
export function scratchRepository(
  files: Readonly<Record<string, string | Uint8Array>>,
  { isRepository = true } = {},
): ScratchRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lint-')));
  folders.push(root);
  const path = (file: string): string => join(root, file);
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), content);
  };
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  for (const [file, content] of Object.entries(files)) write(file, content);
  if (isRepository) git('init', '-q');
  return { root, path, write, git, lint: (args, options) => runLint(root, args, options) };
}

function runLint(
  root: string,
  args: readonly string[],
  { input, folder = '.', env = {}, onStart }: LintOptions = {},
): Promise<PluginRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [`${repositoryRoot}plugin/bin/kubectl-autoscale.js`, 'lint', ...args],
      { cwd: join(root, folder), env: plainEnvironment(env) },
    );
    onStart?.((signal) => child.kill(signal));
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, ...output }));
    child.stdin.on('error', () => undefined).end(input ?? '');
  });
}

/** An HPA with two safe fixes (the old API) and none that need a decision. */
export const oldHpa = `apiVersion: autoscaling/v2beta2 # for the old cluster
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 9
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
`;

export const fixedHpa = oldHpa.replace('autoscaling/v2beta2', 'autoscaling/v2');

/** An HPA with one error that no fix mends by itself. */
export const badHpa = fixedHpa.replace('minReplicas: 2', 'minReplicas: 20');
