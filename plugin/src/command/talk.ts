import { terminalText } from '../output/terminal-text.ts';

/** Prints a line of talk: progress, choices made, hints. Never data. */
export function talk(text: string): void {
  process.stderr.write(terminalText(`${text}\n`));
}
