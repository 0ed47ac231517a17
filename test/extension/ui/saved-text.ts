import { readFileSync } from 'node:fs';

import { waitFor } from '../../controlplane/wait.ts';

/** The text of a file once it was saved with another one than before. VS Code empties a file before it writes it. */
export function savedText(file: string, before: string): Promise<string> {
  return waitFor(
    () => {
      const text = readFileSync(file, 'utf8');
      return text !== before && text !== '' && text;
    },
    { description: 'the changed file on disk' },
  );
}
