import type { Locator, Page } from 'playwright-core';

import type { Sandbox } from '../../controlplane/sandbox.ts';
import { waitFor } from '../../controlplane/wait.ts';
import { copyExample } from '../example-folder.ts';
import { openBrowser } from '../vscode/browser.ts';
import { type CodeServer, type CodeServerOptions, startCodeServer } from '../vscode/code-server.ts';
import type { EditorPrograms } from '../vscode/programs.ts';

export const MODIFIER = 'Control';

/** Generous: the machine may be busy with other tests. */
const PATIENCE_MS = 90_000;

/** VS Code as its user sees it: a page, driven by mouse and keyboard only. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  async open(server: CodeServer, folder: string, file?: string): Promise<void> {
    const payload = file === undefined ? [] : [['openFile', server.remote(file)] as const];
    await this.page.goto(server.url(folder, payload));
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
    if (file !== undefined) await this.editor().locator('.view-lines').first().waitFor();
  }

  editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  /** Waits until the editor shows an element, and answers how many there are. */
  async shows(selector: string): Promise<number> {
    await this.editor().locator(selector).first().waitFor();
    return this.editor().locator(selector).count();
  }

  /** The text of the lines that can be seen, annotations included. */
  async visibleText(): Promise<string> {
    const text = await this.editor().locator('.view-lines').first().innerText();
    return text.replaceAll('\u00a0', ' ');
  }

  async waitForText(text: string | RegExp): Promise<string> {
    return waitFor(
      async () => {
        const seen = await this.visibleText();
        return (typeof text === 'string' ? seen.includes(text) : text.test(seen)) && seen;
      },
      { description: `the editor to show ${String(text)}`, timeoutSeconds: PATIENCE_MS / 1000 },
    );
  }

  /** Runs a command by its title, as with F1. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Puts the cursor at a line and column, both counted from 1, by keyboard. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press(`${MODIFIER}+g`);
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
  }

  /** Finds a text in the document and puts the cursor at its first character. */
  async goToText(text: string, source: string): Promise<void> {
    const before = source.slice(0, source.indexOf(text));
    await this.goTo(before.split('\n').length, before.length - before.lastIndexOf('\n'));
  }
}

export async function openWorkbench(
  programs: EditorPrograms,
  sandbox: Sandbox,
  options: CodeServerOptions & {
    readonly file?: string;
    readonly scale?: number;
    readonly folder?: string;
  } = {},
): Promise<{ readonly workbench: Workbench; readonly folder: string; readonly server: CodeServer }> {
  const folder = options.folder ?? copyExample(sandbox.directory);
  const server = await startCodeServer(programs, sandbox, options);
  const browser = await openBrowser(programs, sandbox, { scale: options.scale ?? 1 });
  const workbench = new Workbench(await browser.newPage());
  await workbench.open(server, folder, options.file === undefined ? undefined : `${folder}/${options.file}`);
  return { workbench, folder, server };
}
