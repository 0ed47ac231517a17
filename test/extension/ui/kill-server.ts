import { readdirSync, readFileSync } from 'node:fs';

import { expect } from 'vitest';

import { waitFor } from '../../controlplane/wait.ts';
import type { OpenedWorkbench } from './workbench.ts';

/** Ends the language server twice, as the system does when memory is short: it comes back both times, and one message says so. */
export async function killServer({ workbench, directory }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  if (process.platform !== 'linux') return;
  for (let time = 0; time < 2; time += 1) {
    const [server] = await waitFor(() => nonEmpty(serversBelow(directory)), { description: 'the server' });
    process.kill(server!, 'SIGKILL');
    await waitFor(() => nonEmpty(serversBelow(directory).filter((pid) => pid !== server)), {
      description: 'another server',
    });
    // It is told of what is open: there are findings again, of another document than those that VS Code still shows.
    await workbench.openFile(time === 0 ? 'asr/asr.yaml' : 'llm-code/hpa.yaml');
    await workbench.shows('.squiggly-error, .squiggly-warning, .squiggly-info');
  }
  await workbench.command('Notifications: Show Notifications');
  const messages = page.locator('.notifications-center .notification-list-item');
  await messages.filter({ hasText: 'has ended and was started again' }).waitFor();
  expect(await messages.count()).toBe(1);
}

/** Process ids of the language servers whose extension is installed below a folder, as Linux tells them. */
function serversBelow(directory: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.some((word) => word.startsWith(directory) && word.endsWith('/dist/server/main.js'));
      } catch {
        // It has ended since the folder was listed.
        return false;
      }
    });
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
