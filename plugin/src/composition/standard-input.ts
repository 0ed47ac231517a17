import { text } from 'node:stream/consumers';

/** All of standard input as text; a byte order mark is kept. */
export async function readStandardInput(): Promise<string> {
  return text(process.stdin);
}
