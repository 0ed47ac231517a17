import { writeSync } from 'node:fs';

import { EXIT_CODES } from '../command/exit-codes.ts';

const STDERR = 2;

/**
 * Ends the program in words where what it prints cannot be written: quietly where the reader wants no more (`| head`), else with 3. An exception
 * that nothing caught is a defect of ours and says so, without its stack trace unless DEBUG asks for it.
 */
export function guardOutput(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit();
    say(`error: cannot write to standard output: ${reason(code) ?? message}\n`);
    process.exit(EXIT_CODES.source);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => process.exit());
  process.on('uncaughtException', (error) => {
    if (process.env.DEBUG !== undefined) say(`${error.stack ?? error.message}\n`);
    else {
      say(
        `internal error: ${error.message}\nThis is a defect of kubectl-autoscale. Run again with DEBUG=* for the stack trace and report it.\n`,
      );
    }
    process.exit(EXIT_CODES.usage);
  });
}

function reason(code: string | undefined): string | undefined {
  return code === 'ENOSPC' ? 'no space is left on the device (ENOSPC)' : code;
}

function say(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {
    // As above.
  }
}
