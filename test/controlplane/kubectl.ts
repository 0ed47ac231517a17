import { spawn } from 'node:child_process';

import { requireBinary } from './binaries.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** What a program wrote and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface KubectlOptions {
  /** Goes to its standard input. */
  readonly input?: string | object;
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs the real kubectl as the user of a kubeconfig, or, without one, as its environment says. Never rejects for an exit
 * code.
 */
export function kubectl(
  kubeconfig: Pick<Kubeconfig, 'path'> | undefined,
  commandArguments: readonly string[],
  { input, environment }: KubectlOptions = {},
): Promise<CommandResult> {
  const user = kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig.path];
  return new Promise((resolve, reject) => {
    const child = spawn(requireBinary('kubectl'), [...user, ...commandArguments], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ stdout, stderr, exitCode: code ?? -1 }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(typeof input === 'object' ? JSON.stringify(input) : input);
  });
}

/** Applies objects with the real kubectl and throws what it wrote when it fails. */
export async function apply(
  kubeconfig: Pick<Kubeconfig, 'path'>,
  ...objects: readonly object[]
): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const { stdout, stderr, exitCode } = await kubectl(kubeconfig, ['apply', '-f', '-'], { input: list });
  if (exitCode !== 0) throw new Error(`kubectl apply failed: ${stderr.trim()}`);
  return stdout;
}
