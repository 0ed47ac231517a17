import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import {
  CLIENT_COMMANDS,
  CONFIGURATION_SECTION,
  DEFAULT_SETTINGS,
} from '#core/language-server/protocol/index.ts';

import { contributedSettings, extensionManifest } from './extension-manifest.ts';

/** Settings of the client alone, of which the server knows nothing. */
const clientSettings = ['kubectlAutoscale.statusBar.enable', 'kubectlAutoscale.trace.server'];

/** `{ lint: { preset: 'off' } }` → `kubectlAutoscale.lint.preset`. An empty mapping is a value. */
function flatten(value: object, prefix: string): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const name = `${prefix}.${key}`;
      const isGroup = typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0;
      return isGroup ? flatten(inner, name) : { [name]: inner };
    }),
  ) as Record<string, unknown>;
}

describe('the settings in package.json', () => {
  const settings = contributedSettings();

  it('are those of the server, with its defaults', () => {
    const contributed = Object.fromEntries(
      Object.entries(settings)
        .filter(([name]) => !clientSettings.includes(name))
        .map(([name, property]) => [name, property.default]),
    );
    expect(contributed).toEqual(flatten(DEFAULT_SETTINGS, CONFIGURATION_SECTION));
  });

  it('are fewer than 30 and all described', () => {
    expect(Object.keys(settings).length).toBeLessThan(30);
    for (const [name, property] of Object.entries(settings)) {
      expect(property.markdownDescription, name).toMatch(/^[A-Z].+\.$/s);
      if (property.markdownEnumDescriptions) {
        expect(property.markdownEnumDescriptions, name).toHaveLength(property.enum?.length ?? 0);
      }
    }
  });

  it('are restricted in an untrusted folder where they name a path, a URL or a context', () => {
    const restricted = extensionManifest().capabilities.untrustedWorkspaces.restrictedConfigurations;
    const pointing = Object.keys(settings).filter((name) =>
      /\.data\.(source|recording|prometheusUrl|kubeconfig|context)$|\.prices\.book$/.test(name),
    );
    expect([...restricted].sort()).toEqual(pointing.sort());
  });
});

it('packs the pictures that it shows in VS Code and no others', () => {
  const extension = new URL('../../extension/package.json', import.meta.url);
  const vsce = createRequire(extension).resolve('@vscode/vsce/vsce');
  const packed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd: fileURLToPath(new URL('.', extension)),
    encoding: 'utf8',
  });
  const shown = JSON.stringify(extensionManifest()).match(/images\/[\w-]+\.(png|svg)/g) ?? [];
  expect(
    packed
      .split('\n')
      .filter((path) => path.startsWith('images/'))
      .sort(),
  ).toEqual([...new Set(shown)].sort());
});

describe('the commands in package.json', () => {
  const { commands, menus } = extensionManifest().contributes;

  it('are all that menus offer, each in places that are named', () => {
    const known = commands.map(({ command }) => command);
    for (const [menu, items] of Object.entries(menus)) {
      for (const { command, when } of items) {
        expect(known, menu).toContain(command);
        expect(when, `${menu}: ${command}`).toMatch(/\S/);
      }
    }
  });

  it('offer the what-if panel in the palette, and in the tree where there is an HPA', () => {
    const places = Object.entries(menus).filter(([, items]) =>
      items.some(({ command }) => command === CLIENT_COMMANDS.whatIf),
    );
    expect(places.map(([menu]) => menu).sort()).toEqual(['commandPalette', 'view/item/context']);
    expect(menus['view/item/context']?.[0]?.when).toContain('viewItem =~ /\\.hpa$/');
  });
});
