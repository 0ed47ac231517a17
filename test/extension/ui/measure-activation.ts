import { createSandbox } from '../../controlplane/sandbox.ts';
import { findEditorPrograms } from '../vscode/programs.ts';
import { openWorkbench, Workbench } from './workbench.ts';

/** Milliseconds that VS Code itself counts for the extension's activation: loading its code and calling it. One for each of so many windows. */
export async function measureActivation(vsix: string, windows: number): Promise<readonly number[]> {
  const programs = findEditorPrograms();
  if (typeof programs === 'string') throw new Error(programs);
  const sandbox = createSandbox('activation');
  try {
    const { workbench } = await openWorkbench(programs, sandbox, vsix);
    const measured: number[] = [];
    for (let window = 0; window < windows; window += 1) {
      const opened = new Workbench(await workbench.page.context().newPage());
      await opened.open(workbench.page.url());
      measured.push(await activationOf(opened));
      await opened.page.close();
    }
    return measured;
  } finally {
    await sandbox.stop();
  }
}

async function activationOf(workbench: Workbench): Promise<number> {
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error');
  await workbench.command('Developer: Show Running Extensions');
  const { page } = workbench;
  const list = page.locator('.runtime-extensions-editor .monaco-list');
  await list.locator('.activation-time').first().waitFor();
  // The slowest come first, and what is out of sight is not drawn.
  const own = list.locator('.monaco-list-row', { hasText: 'Kubernetes Autoscaling' });
  await list.hover();
  for (let turn = 0; turn < 20 && (await own.count()) === 0; turn += 1) await page.mouse.wheel(0, 300);
  const text = await own.locator('.activation-time').innerText();
  const ms = /(\d+)\s*ms/.exec(text)?.[1];
  if (ms === undefined) throw new Error(`VS Code shows no time of activation: ${text}`);
  return Number(ms);
}
