import { terminalText } from '../output/terminal-text.ts';

/** Prints a report on standard output; see {@link terminalText}. */
export function print(text: string): void {
  process.stdout.write(terminalText(text));
}
