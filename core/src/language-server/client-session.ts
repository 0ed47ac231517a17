import type { InitializeParams } from 'vscode-languageserver';

import type { ColorTheme, InitializationOptions } from './protocol/index.ts';

/** What the client can do and what it told us, read once from `initialize` and kept up to date by its notifications. */
export class ClientSession {
  readonly canConfigure: boolean;
  readonly canWatchFiles: boolean;
  readonly canRefreshInlayHints: boolean;
  readonly canRefreshCodeLenses: boolean;
  /** Shows an action that cannot be taken together with the reason. */
  readonly canShowDisabledActions: boolean;
  readonly canRegisterConfiguration: boolean;
  /** Takes the whole of a reference as what leads to a definition. */
  readonly canFollowLinks: boolean;
  readonly hasFolders: boolean;
  readonly #commands: ReadonlySet<string>;
  /** Of the rule pages, ending with `/`; `undefined`: the upstream references are linked. */
  readonly rulePages: string | undefined;
  trusted: boolean;
  prometheusToken: string | undefined;
  colorTheme: ColorTheme;

  constructor({ capabilities, initializationOptions }: InitializeParams) {
    const { workspace, textDocument } = capabilities;
    this.canConfigure = workspace?.configuration === true;
    this.canWatchFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.canRegisterConfiguration = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    this.canRefreshInlayHints = workspace?.inlayHint?.refreshSupport === true;
    this.canRefreshCodeLenses = workspace?.codeLens?.refreshSupport === true;
    this.canShowDisabledActions = textDocument?.codeAction?.disabledSupport === true;
    this.canFollowLinks = textDocument?.definition?.linkSupport === true;
    this.hasFolders = workspace?.workspaceFolders === true;
    const options = readOptions(initializationOptions);
    this.trusted = options.trusted ?? true;
    this.prometheusToken = options.prometheusToken;
    this.colorTheme = options.colorTheme ?? 'neutral';
    this.rulePages = options.rulePages;
    this.#commands = new Set(options.clientCommands);
  }

  hasCommand(command: string): boolean {
    return this.#commands.has(command);
  }
}

function readOptions(value: unknown): InitializationOptions {
  const options = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<keyof InitializationOptions, unknown>
  >;
  const { trusted, prometheusToken, clientCommands, colorTheme, rulePages } = options;
  const theme = (['light', 'dark', 'neutral'] as const).find((candidate) => candidate === colorTheme);
  return {
    ...(typeof trusted === 'boolean' ? { trusted } : {}),
    ...(typeof prometheusToken === 'string' && prometheusToken !== '' ? { prometheusToken } : {}),
    ...(Array.isArray(clientCommands) ? { clientCommands: clientCommands.filter(isText) } : {}),
    ...(theme === undefined ? {} : { colorTheme: theme }),
    ...(isText(rulePages) ? { rulePages: rulePages.endsWith('/') ? rulePages : `${rulePages}/` } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
