import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal; only `y` and `yes` agree. `undefined` where nobody can answer: standard input or standard error is no terminal.
 */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
