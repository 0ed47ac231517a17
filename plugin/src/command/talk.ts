/** Prints a line of talk: progress, choices made, hints. Never data. */
export function talk(text: string): void {
  process.stderr.write(`${text}\n`);
}
