import { spawn } from 'node:child_process';

import { requireBinary } from './binaries.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** What a program wrote and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the real kubectl as the user of a kubeconfig; `input` goes to its standard input. Never rejects for an exit code. */
export function kubectl(
  kubeconfig: Kubeconfig,
  commandArguments: readonly string[],
  input?: string | object,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(requireBinary('kubectl'), ['--kubeconfig', kubeconfig.path, ...commandArguments], {
      stdio: ['pipe', 'pipe', 'pipe'],
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
export async function apply(kubeconfig: Kubeconfig, ...objects: readonly object[]): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const { stdout, stderr, exitCode } = await kubectl(kubeconfig, ['apply', '-f', '-'], list);
  if (exitCode !== 0) throw new Error(`kubectl apply failed: ${stderr.trim()}`);
  return stdout;
}
