import { spawn } from 'node:child_process';

import { SourceError } from '@kubectl-autoscale/core/ports';

const TIMEOUT_MS = 120_000;

/** What a program prints. Throws {@link SourceError} with the end of what it says where it fails or does not end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const shown = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      ...options,
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const fail = (code: 'not-found' | 'timeout' | 'bad-response', message: string, cause?: unknown): void =>
      reject(new SourceError({ code, source: program, message }, { cause }));
    child.on('error', (error: NodeJS.ErrnoException) =>
      fail(
        'not-found',
        error.code === 'ENOENT' ? `${program} is not installed` : `${shown}: ${error.message}`,
        error,
      ),
    );
    child.on('close', (status, signal) => {
      if (status === 0) resolve(output.stdout);
      else if (signal !== null) fail('timeout', `${shown} did not end in ${TIMEOUT_MS / 1000} s`);
      else fail('bad-response', `${shown} failed: ${lastLines(output.stderr)}`);
    });
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join('\n  ') || 'it does not say why';
}
