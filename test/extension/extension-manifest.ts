import { readFileSync } from 'node:fs';

interface ConfigurationProperty {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

interface ExtensionManifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, ConfigurationProperty>>;
    }[];
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly snippets: readonly { readonly path: string }[];
  };
}

/** The extension's package.json. */
export function extensionManifest(): ExtensionManifest {
  const file = new URL('../../extension/package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ExtensionManifest;
}

/** Its settings by full name. */
export function contributedSettings(): Readonly<Record<string, ConfigurationProperty>> {
  return Object.assign(
    {},
    ...extensionManifest().contributes.configuration.map(({ properties }) => properties),
  );
}
