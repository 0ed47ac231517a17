import {
  fileRules,
  formatMinorVersion,
  type LintSettings,
  type Rule,
  rules,
  type RuleSeverity,
  type SourceSettings,
} from '@kubectl-autoscale/core/lint';

import { settingFlags } from '../command/lint-settings.ts';
import { textTable } from './text-table.ts';

export interface SettingsOrigin {
  /** What holds. */
  readonly settings: LintSettings;
  /** What the command line says. */
  readonly fromFlags: Partial<LintSettings>;
  /** The configuration file, as it is shown, and where it says something. */
  readonly config?: {
    readonly shown: string;
    readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
    readonly sources: SourceSettings;
  };
  /** Whether the globs of an override match the file. */
  readonly matchesFile: (globs: readonly string[]) => boolean;
}

const described: readonly Pick<Rule, 'id' | 'meta'>[] = [...rules, ...Object.values(fileRules)];

/** What holds for a file, as YAML, with where each value comes from in a comment beside it. */
export function settingsText(shownFile: string, origin: SettingsOrigin): string {
  const { config } = origin;
  const about = config === undefined ? 'no configuration file was found' : `configured by ${config.shown}`;
  const rows = [...settingRows(origin), ['rules:'], ...ruleRows(origin), ...sourceRows(origin)];
  return [`# ${shownFile}: ${about}`, textTable(rows), ...conditionalLines(origin), ''].join('\n');
}

function settingRows(origin: SettingsOrigin): readonly (readonly string[])[] {
  const { settings, fromFlags } = origin;
  const rows = settingFlags.map(([setting, flag]) => {
    const from = fromFlags[setting] !== undefined ? `--${flag}` : place(origin, [setting]);
    return [`${setting}: ${valueText(settings[setting])}`, `# ${from ?? 'default'}`];
  });
  const gates = Object.entries(settings.featureGates).map(([gate, isOn]) => [
    `  ${gate}: ${isOn}`,
    `# ${place(origin, ['featureGates', gate]) ?? ''}`,
  ]);
  return [...rows, ...(gates.length > 0 ? [['featureGates:'], ...gates] : [])];
}

function valueText(value: LintSettings[(typeof settingFlags)[number][0]]): string {
  if (value === undefined) return '~';
  return typeof value === 'string' ? value : `"${formatMinorVersion(value)}"`;
}

function ruleRows(origin: SettingsOrigin): readonly (readonly string[])[] {
  return described.flatMap((rule) => {
    const [severity, from] = severityOf(rule, origin);
    const options = Object.entries(rule.meta.options ?? {}).map(([name, option]) => {
      const configured = origin.settings.options[rule.id]?.[name];
      const path = place(origin, ['rules', rule.id, 'options', name]);
      return [`    ${name}: ${configured ?? option.default}`, `# ${path ?? 'default'}`];
    });
    return [[`  ${rule.id}: ${severity}`, `# ${from}`], ...options];
  });
}

/** What the file says of prices and metrics; commands' flags win over it. */
function sourceRows(origin: SettingsOrigin): readonly (readonly string[])[] {
  const sources = origin.config?.sources ?? {};
  const row = (value: unknown, ...path: readonly string[]): readonly (readonly string[])[] =>
    value === undefined
      ? []
      : [[`  ${path.at(-1)}: ${JSON.stringify(value)}`, `# ${place(origin, path) ?? ''}`]];
  const prices = row(sources.priceBook, 'prices', 'book');
  const metrics = [
    ...row(sources.prometheusUrl, 'metrics', 'prometheusUrl'),
    ...row(sources.prometheusService, 'metrics', 'prometheusService'),
    ...row(sources.prometheusHeaders, 'metrics', 'headers'),
    ...row(sources.prometheusTimeoutSeconds, 'metrics', 'timeoutSeconds'),
  ];
  return [
    ...(prices.length === 0 ? [] : [['prices:'], ...prices]),
    ...(metrics.length === 0 ? [] : [['metrics:'], ...metrics]),
  ];
}

function severityOf(
  { id, meta }: Pick<Rule, 'id' | 'meta'>,
  origin: SettingsOrigin,
): readonly [RuleSeverity, string] {
  const { settings } = origin;
  for (const [index, override] of [...settings.overrides.entries()].reverse()) {
    const severity = override.severities[id];
    if (severity === undefined || isConditional(override)) continue;
    if (override.files !== undefined && !origin.matchesFile(override.files)) continue;
    return [severity, place(origin, ['overrides', index, 'rules', id]) ?? `overrides[${index}]`];
  }
  const configured = settings.severities[id];
  if (configured !== undefined) return [configured, place(origin, ['rules', id]) ?? 'configuration'];
  const isOff = meta.preset === 'strict' && settings.preset === 'recommended';
  return isOff ? ['off', 'preset strict only'] : [meta.severity, `preset ${settings.preset}`];
}

/** Overrides that depend on the object cannot be resolved for a file as a whole. */
function conditionalLines(origin: SettingsOrigin): readonly string[] {
  return origin.settings.overrides.flatMap((override, index) => {
    if (!isConditional(override)) return [];
    if (override.files !== undefined && !origin.matchesFile(override.files)) return [];
    const which = (['kinds', 'namespaces', 'names'] as const).flatMap((key) =>
      override[key] === undefined ? [] : [`${key} ${override[key].join(', ')}`],
    );
    const severities = Object.entries(override.severities).map(([id, severity]) => `${id}: ${severity}`);
    const from = place(origin, ['overrides', index]) ?? `overrides[${index}]`;
    return [`# for ${which.join(' and ')}: ${severities.join(', ')} (${from})`];
  });
}

function isConditional({ kinds, namespaces, names }: LintSettings['overrides'][number]): boolean {
  return kinds !== undefined || namespaces !== undefined || names !== undefined;
}

function place({ config }: SettingsOrigin, path: readonly (string | number)[]): string | undefined {
  const line = config?.lineOf(path);
  return config === undefined || line === undefined ? undefined : `${config.shown}:${line}`;
}
