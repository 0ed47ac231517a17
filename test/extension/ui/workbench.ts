import type { Locator, Page } from 'playwright-core';

import type { Sandbox } from '../../controlplane/sandbox.ts';
import { waitFor } from '../../controlplane/wait.ts';
import { copyExample } from '../example-folder.ts';
import { openBrowser } from '../vscode/browser.ts';
import { type CodeServerOptions, installExtension, startCodeServer } from '../vscode/code-server.ts';
import type { EditorPrograms } from '../vscode/programs.ts';

/** Generous: the machine may be busy with other tests. */
export const PATIENCE_MS = 90_000;

/** How long a user looks at an editor that does not react before pressing the key again. */
const PRESS_AGAIN_MS = 15_000;

/** The entry of an open quick input that Enter takes. */
const FOCUSED_ENTRY = '.quick-input-list .monaco-list-row.focused';

/** VS Code as its user sees it: a page, driven by mouse and keyboard only. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
  }

  /** Opens a file by its path, as with Ctrl+P. */
  async openFile(path: string): Promise<void> {
    await this.askFor('Control+p', path);
    const [name = '', folder = ''] = path.split('/').reverse();
    await this.take(this.page.locator(`${FOCUSED_ENTRY}[aria-label^="${name}"][aria-label*="${folder}"]`));
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.hasFocus();
  }

  /** Waits until the editor takes what is typed; a key that comes before goes to whatever was closed last. */
  async hasFocus(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Presses keys in the editor until they show something. */
  async pressToShow(keys: readonly string[], shown: Locator): Promise<void> {
    await this.actToShow(async () => {
      await this.hasFocus();
      for (const key of keys) await this.page.keyboard.press(key);
    }, shown);
  }

  /**
   * Acts until it shows something. What was asked while the window was still being laid out is closed by VS Code without a
   * word; a user asks again.
   */
  async actToShow(act: () => Promise<void>, shown: Locator): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      await act();
      const isLast = Date.now() + PRESS_AGAIN_MS > deadline;
      try {
        await shown.waitFor({ timeout: PRESS_AGAIN_MS });
        return;
      } catch (error) {
        if (isLast) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** What the window shows, in words, for the report of a step that failed. */
  async describe(): Promise<string> {
    const texts = async (selector: string) =>
      (await this.page.locator(selector).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    const focus = await this.page.evaluate(
      '`${document.activeElement?.tagName} ${document.activeElement?.className}`',
    );
    const seen: readonly (readonly [string, readonly string[]])[] = [
      ['tab', await texts('.tab.active')],
      ['focus', [String(focus)]],
      ['status', await texts('.statusbar-item:visible')],
      [
        'message',
        await texts('.monaco-editor-overlaymessage:visible, .notification-list-item:visible, .dialog-box'),
      ],
      ['list', await texts('.monaco-list:visible')],
      ['panel', await this.panelTexts()],
    ];
    return seen.map(([what, found]) => `${what}: ${found.join(' | ').slice(0, 300)}`).join('\n');
  }

  /** Of a webview, if there is one; its page may be away at this very moment. */
  private async panelTexts(): Promise<readonly string[]> {
    const body = this.page.frameLocator('iframe.webview').frameLocator('#active-frame').locator('body');
    try {
      const numbers = await body.locator('input[type=number]').all();
      const values = await Promise.all(numbers.map((number) => number.inputValue({ timeout: 1000 })));
      return [values.join(' '), (await body.innerText({ timeout: 1000 })).replaceAll(/\s+/g, ' ')];
    } catch {
      return [];
    }
  }

  editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  /** Waits until the editor shows an element, and answers how many there are. */
  async shows(selector: string): Promise<number> {
    await this.editor().locator(selector).first().waitFor();
    return this.editor().locator(selector).count();
  }

  /** The first line that holds a text. */
  line(text: string): Locator {
    return this.editor().locator('.view-line').filter({ hasText: text }).first();
  }

  /** Holds the mouse over a word of the first line that holds a text. */
  async pointAt(text: string, word = text): Promise<void> {
    await this.page.mouse.move(700, 700);
    await this.line(text).locator('span span').filter({ hasText: word }).first().hover({ force: true });
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

  /** Opens a quick input by a key and fills it in. */
  private async askFor(key: string, text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await this.actToShow(() => this.page.keyboard.press(key), input);
    await input.fill(text);
  }

  /** Takes the entry with a text of an open quick input, once it is the one that Enter takes. */
  async takeEntry(text: string): Promise<void> {
    await this.take(this.page.locator(FOCUSED_ENTRY, { hasText: text }));
  }

  /**
   * Presses Enter on what is offered, and again while the offer stays: a key that comes while a list is being filled is lost
   * without a word.
   */
  private async take(offer: Locator): Promise<void> {
    await offer.first().waitFor();
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      await this.page.keyboard.press('Enter');
      const isLast = Date.now() + PRESS_AGAIN_MS > deadline;
      try {
        await offer.first().waitFor({ state: 'hidden', timeout: PRESS_AGAIN_MS });
        return;
      } catch (error) {
        if (isLast) throw error;
      }
    }
  }

  /** Saves the file of the editor. */
  async save(): Promise<void> {
    await this.hasFocus();
    await this.page.keyboard.press('Control+s');
  }

  /** Runs a command by its title, as with F1. */
  async command(title: string): Promise<void> {
    await this.askFor('F1', `>${title}`);
    await this.takeEntry(title);
  }

  /** Puts the cursor at a line and column, both counted from 1, by keyboard. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.askFor('Control+g', `:${line}:${column}`);
    await this.takeEntry(`line ${line} at column ${column}`);
    await this.page
      .locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` })
      .waitFor();
    await this.hasFocus();
  }

  /** Answers an input box that asks for something. */
  async answer(title: string, text: string): Promise<void> {
    const question = this.page.locator('.quick-input-title', { hasText: title });
    await question.waitFor();
    await this.page.locator('.quick-input-widget input:visible').first().fill(text);
    await this.take(question);
  }

  /** Walks down an open list to an entry and takes it, by keyboard. */
  async chooseFromList(list: string, text: string): Promise<void> {
    const focused = this.page.locator(`${list} .monaco-list-row.focused`);
    const wanted = focused.filter({ hasText: text });
    await this.page.locator(`${list} .monaco-list-row`, { hasText: text }).first().waitFor();
    let previous: string | null = null;
    while ((await wanted.count()) === 0) {
      previous = await waitFor(
        async () => {
          const id = await focused.first().getAttribute('data-index');
          return id !== previous && id;
        },
        { description: `${list} to move on`, timeoutSeconds: PATIENCE_MS / 1000 },
      );
      if ((await wanted.count()) > 0) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.take(wanted);
  }

  /** Finds a text in the document and puts the cursor at its first character. */
  async goToText(text: string, source: string): Promise<void> {
    const before = source.slice(0, source.indexOf(text));
    await this.goTo(before.split('\n').length, before.length - before.lastIndexOf('\n'));
  }
}

export interface OpenedWorkbench {
  readonly workbench: Workbench;
  /** The copy of the example platform that is open. */
  readonly folder: string;
  /** All that this VS Code has on disk. */
  readonly directory: string;
}

/** Installs the package, opens a copy of the example platform and waits until VS Code is there. */
export async function openWorkbench(
  programs: EditorPrograms,
  sandbox: Sandbox,
  vsix: string,
  options: CodeServerOptions & { readonly folderSettings?: Readonly<Record<string, unknown>> } = {},
): Promise<OpenedWorkbench> {
  const folder = copyExample(sandbox.directory, options.folderSettings);
  await installExtension(programs, sandbox, vsix, options);
  const server = await startCodeServer(programs, sandbox, options);
  const browser = await openBrowser(programs, sandbox);
  const workbench = new Workbench(await browser.newPage());
  await workbench.open(server.url(folder));
  return { workbench, folder, directory: sandbox.directory };
}
