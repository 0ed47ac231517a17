import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { findFreePort } from '../../controlplane/ports.ts';
import type { Sandbox } from '../../controlplane/sandbox.ts';
import type { EditorPrograms } from './programs.ts';

export interface CodeServerOptions {
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  /** Lets the page run an extension's tests. It also keeps toasts and dialogs away. */
  readonly testDriver?: boolean;
  /** Folders are not trusted, and nobody is asked; otherwise all are. */
  readonly workspaceTrust?: boolean;
}

export interface CodeServer {
  /** The workbench's address with a folder open; `payload` is what the workbench is told beside it. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** A path on this machine as the workbench in the browser names it; for payloads. */
  remote(path: string): string;
  log(): string;
}

/** No welcome pages, no assistant, no network: what is on a screenshot is what the test put there. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'editor.minimap.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'files.autoSave': 'off',
  'window.restoreWindows': 'none',
};

/** Starts VS Code's server and waits until it answers. Everything it writes is inside the sandbox. */
export async function startCodeServer(
  programs: EditorPrograms,
  sandbox: Sandbox,
  options: CodeServerOptions = {},
): Promise<CodeServer> {
  const port = await findFreePort();
  const folders = prepareFolders(sandbox, options);
  const running = sandbox.start({
    name: 'code-server',
    command: programs.node,
    arguments: [
      programs.codeServer,
      ...commonArguments(folders),
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--ignore-last-opened',
      '--disable-getting-started-override',
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      ...(options.testDriver === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    environment: isolated(programs, folders),
  });
  await running.ready(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, 120);
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string): string => `vscode-remote://${authority}${path}`;
  return {
    remote,
    url: (folder, payload = []) => {
      const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
      return `http://${authority}/?${query.toString()}`;
    },
    log: () => running.log(),
  };
}

/** What `code --install-extension` does, into the folder where `startCodeServer` of the same sandbox and options looks. */
export async function installExtension(
  programs: EditorPrograms,
  sandbox: Sandbox,
  vsix: string,
  options: CodeServerOptions = {},
): Promise<string> {
  const folders = prepareFolders(sandbox, options);
  const { stdout } = await promisify(execFile)(
    programs.node,
    [programs.codeServer, ...commonArguments(folders), '--install-extension', vsix],
    { env: { ...process.env, ...isolated(programs, folders) } },
  );
  return stdout;
}

interface Folders {
  readonly home: string;
  readonly config: string;
  readonly userData: string;
  readonly extensions: string;
}

function prepareFolders(sandbox: Sandbox, options: CodeServerOptions): Folders {
  const home = join(sandbox.directory, 'home');
  const userData = options.userDataDir ?? join(sandbox.directory, 'user-data');
  const extensions = options.extensionsDir ?? join(sandbox.directory, 'extensions');
  const config = join(sandbox.directory, 'config.yaml');
  for (const folder of [home, join(userData, 'User'), extensions]) mkdirSync(folder, { recursive: true });
  writeFileSync(config, '');
  const trust =
    options.workspaceTrust === true
      ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' }
      : {};
  const settings = { ...quietSettings, ...trust, ...options.settings };
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify(settings, null, 2));
  return { home, config, userData, extensions };
}

function commonArguments({ config, userData, extensions }: Folders): string[] {
  return ['--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
}

/** No marketplace, and nothing of this machine's user: neither home folder nor kubeconfig. */
function isolated(programs: EditorPrograms, { home }: Folders): Record<string, string> {
  return {
    HOME: home,
    XDG_RUNTIME_DIR: home,
    KUBECONFIG: join(home, 'no-kubeconfig'),
    EXTENSIONS_GALLERY: '{}',
    PATH: `${dirname(programs.node)}:${process.env.PATH ?? ''}`,
  };
}
