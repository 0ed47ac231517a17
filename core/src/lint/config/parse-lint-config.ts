import type { ScopedEvent } from '../../forecast/known-event.ts';
import { type LocatedYaml, parseLocatedYaml } from '../../manifest/located-yaml.ts';
import type { Path } from '../../manifest/ranges.ts';
import { nearest } from '../../units/nearest.ts';
import { fail, ok, type Result } from '../../units/result.ts';
import { fileRules } from '../file-rules.ts';
import type { Rule } from '../rule.ts';
import { rules } from '../rules/index.ts';
import {
  defaultLintSettings,
  type LintSettings,
  type RuleSeverity,
  type SeverityOverride,
} from '../settings.ts';
import { type MinorVersion, parseMinorVersion } from '../versions/minor-version.ts';
import { type ConfigProblem, ConfigReader, describe } from './config-reader.ts';
import { readEvents } from './read-events.ts';
import { readSources, type SourceSettings } from './read-sources.ts';

/** The keys of the file, in the order in which the schema lists them. */
export const configKeys = [
  'preset',
  'scope',
  'kubernetesVersion',
  'clusterAutoscalerVersion',
  'vpaVersion',
  'cloud',
  'featureGates',
  'rules',
  'overrides',
  'events',
  'prices',
  'metrics',
] as const;

export const ruleSeverities: readonly RuleSeverity[] = ['error', 'warning', 'info', 'off'];
export const clouds = ['aws', 'gce', 'azure'] as const;

const known: ReadonlyMap<string, Pick<Rule, 'meta'>> = new Map(
  [...rules, ...Object.values(fileRules)].map((rule) => [rule.id, rule]),
);

/** A configuration file, read. */
export interface LintConfig {
  /** What it says, and the defaults for what it does not. */
  readonly settings: LintSettings;
  /** What forecasts are to know of the future. */
  readonly events: readonly ScopedEvent[];
  /** Where commands get prices and metrics from. */
  readonly sources: SourceSettings;
  /** The line on which a setting is written; `undefined` where the file does not set it. */
  lineOf(path: Path): number | undefined;
}

/** {@link readLintConfig} where only the settings matter. */
export function parseLintConfig(text: string): Result<LintSettings, readonly ConfigProblem[]> {
  const config = readLintConfig(text);
  return config.ok ? ok(config.value.settings) : config;
}

/**
 * Reads `.kubectl-autoscale.yaml`: docs/schemas/config.schema.json. An empty file gives the defaults. All mistakes are answered
 * together, each with its line and column.
 */
export function readLintConfig(text: string): Result<LintConfig, readonly ConfigProblem[]> {
  const parsed = parseLocatedYaml(text);
  if (!parsed.ok) return fail([{ path: '', ...parsed.error }]);
  const reader = new ConfigReader();
  const settings = readSettings(reader, parsed.value.value);
  const sections = (parsed.value.value ?? {}) as Readonly<Record<'events' | 'prices' | 'metrics', unknown>>;
  const events = readEvents(reader, sections.events);
  const sources = readSources(reader, sections);
  if (reader.problems.length > 0) {
    const problems = reader.problems.map((problem) => ({
      ...problem,
      position: parsed.value.positionOf(segmentsOf(problem.path)),
    }));
    return fail(problems.sort((a, b) => a.position.line - b.position.line));
  }
  return ok({ settings, events, sources, lineOf: (path) => lineOf(parsed.value, path) });
}

function lineOf(yaml: LocatedYaml, path: Path): number | undefined {
  let at = yaml.value;
  for (const segment of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[segment];
  }
  return yaml.positionOf(path).line;
}

/** `overrides[0].rules.hpa-no-metrics` as a path. */
function segmentsOf(path: string): Path {
  const segments = path.match(/[^.[\]]+|\[\d+\]/g) ?? [];
  return segments.map((segment) => (segment.startsWith('[') ? Number(segment.slice(1, -1)) : segment));
}

function readSettings(reader: ConfigReader, value: unknown): LintSettings {
  const config = reader.mapping(value, '', configKeys) ?? {};
  const { severities, options } = readRules(reader, config.rules, 'rules');
  return {
    ...defaultLintSettings,
    ...defined({
      preset: reader.oneOf(config.preset, 'preset', ['recommended', 'strict']),
      scope: reader.oneOf(config.scope, 'scope', ['complete', 'open']),
      kubernetesVersion: readVersion(reader, config, 'kubernetesVersion'),
      clusterAutoscalerVersion: readVersion(reader, config, 'clusterAutoscalerVersion'),
      vpaVersion: readVersion(reader, config, 'vpaVersion'),
      cloud: reader.oneOf(config.cloud, 'cloud', clouds),
    }),
    featureGates: readFeatureGates(reader, config.featureGates),
    severities,
    options,
    overrides: readOverrides(reader, config.overrides),
  };
}

function readVersion(
  reader: ConfigReader,
  config: Readonly<Record<string, unknown>>,
  key: string,
): MinorVersion | undefined {
  const value = config[key];
  if (value === undefined) return undefined;
  if (typeof value === 'number') {
    reader.problem(key, `must be in quotes: a number loses its last zero (1.30 reads as 1.3)`);
    return undefined;
  }
  const version = typeof value === 'string' ? parseMinorVersion(value) : undefined;
  if (!version) reader.problem(key, `must be a version such as "1.36", not ${describe(value)}`);
  return version;
}

function readFeatureGates(reader: ConfigReader, value: unknown): Readonly<Record<string, boolean>> {
  const gates = Object.entries(reader.mapping(value, 'featureGates') ?? {});
  return Object.fromEntries(
    gates.flatMap(([gate, isOn]) => {
      const read = reader.flag(isOn, `featureGates.${gate}`);
      return read === undefined ? [] : [[gate, read] as const];
    }),
  );
}

interface RuleConfig {
  readonly severities: Record<string, RuleSeverity>;
  readonly options: Record<string, Readonly<Record<string, number>>>;
}

/** A severity, or a mapping with `severity` and `options`. */
function readRules(reader: ConfigReader, value: unknown, path: string): RuleConfig {
  const read: RuleConfig = { severities: {}, options: {} };
  for (const [id, entry] of Object.entries(reader.mapping(value, path) ?? {})) {
    const rule = known.get(id);
    const at = `${path}.${id}`;
    if (!rule) {
      const meant = nearest(id, known.keys());
      reader.problem(at, `is no rule${meant === undefined ? '' : `; did you mean ${meant}?`}`);
      continue;
    }
    const isShort = typeof entry !== 'object' || entry === null;
    const full = isShort ? { severity: entry } : (reader.mapping(entry, at, ['severity', 'options']) ?? {});
    // `off` without quotes is a boolean to many tools, and so may be `false` in a generated file.
    const written = full.severity === false ? 'off' : full.severity;
    const severity = reader.oneOf(written, isShort ? at : `${at}.severity`, ruleSeverities);
    if (severity !== undefined) read.severities[id] = severity;
    const options = readOptions(reader, rule, full.options, `${at}.options`);
    if (options) read.options[id] = options;
  }
  return read;
}

function readOptions(
  reader: ConfigReader,
  rule: Pick<Rule, 'meta'>,
  value: unknown,
  path: string,
): Readonly<Record<string, number>> | undefined {
  const specified = rule.meta.options ?? {};
  const options = reader.mapping(value, path, Object.keys(specified));
  if (!options) return undefined;
  return Object.fromEntries(
    Object.entries(specified).flatMap(([name, { minimum }]) => {
      if (options[name] === undefined) return [];
      const number = reader.number(options[name], `${path}.${name}`, minimum);
      return number === undefined ? [] : [[name, number] as const];
    }),
  );
}

function readOverrides(reader: ConfigReader, value: unknown): readonly SeverityOverride[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.problem('overrides', `must be a list, not ${describe(value)}`);
    return [];
  }
  return value.map((entry: unknown, index) => {
    const path = `overrides[${index}]`;
    const override = reader.mapping(entry, path, ['files', 'kinds', 'namespaces', 'names', 'rules']) ?? {};
    const { severities, options } = readRules(reader, override.rules, `${path}.rules`);
    if (Object.keys(options).length > 0) {
      reader.problem(`${path}.rules`, 'takes severities only; set options under rules');
    }
    return {
      ...defined({
        files: reader.texts(override.files, `${path}.files`),
        kinds: reader.texts(override.kinds, `${path}.kinds`),
        namespaces: reader.texts(override.namespaces, `${path}.namespaces`),
        names: reader.texts(override.names, `${path}.names`),
      }),
      severities,
    };
  });
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are `undefined`: an absent field and an undefined one are not the same to a spread. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
