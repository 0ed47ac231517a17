import { type Path, type PlainDocument, type Position, readPlainYaml } from '../../manifest/index.ts';
import type {
  AdapterConfig,
  DiscoveryRule,
  GroupResource,
  ResourceMapping,
  ResourceRule,
  ResourceRules,
  SeriesFilter,
} from './adapter-config.ts';
import { findChartValues } from './chart-values.ts';
import { ConfigFields } from './config-fields.ts';
import type { ConfigProblem } from './config-problem.ts';
import { readForecasts } from './parse-forecasts.ts';

/** What could be read, and what is wrong. With an error among the problems the configuration is not to be used. */
export interface ParsedConfig {
  readonly config: AdapterConfig;
  readonly problems: readonly ConfigProblem[];
  readonly positionOf: (path: Path) => Position;
  /** The path in the file, where that is not the configuration's own: in the values of a chart. */
  readonly placeOf?: (path: Path) => Path;
  /** Of the values of a chart: which they are, and what of them was read. */
  readonly readAs?: string;
  /** No rules are meant to be there: the catalogue is served. */
  readonly catalogue?: boolean;
}

/**
 * Reads prometheus-adapter's configuration file, or a ConfigMap manifest that holds it under `config.yaml`, or the values
 * of a chart that renders that ConfigMap, ours or prometheus-adapter's. Whether its templates and expressions make sense is for `compileRules` to say.
 */
export function parseAdapterConfig(text: string): ParsedConfig {
  const document = readPlainYaml(text);
  if (!document.ok) {
    const { message, position } = document.error;
    const problems = [{ severity: 'error', path: [], position, message }] as const;
    return { config: noRules, problems, positionOf: () => position };
  }
  const inner = configMapText(document.value.value);
  if (inner !== undefined) {
    return inConfigMap(inner.text, document.value.positionOf(['data', inner.key]).line);
  }
  const values = findChartValues(document.value);
  if (values === undefined) return readConfig(document.value);
  const { readAs, catalogue, placeOf } = values;
  if (catalogue) {
    const { problems, document: read } = values;
    return { config: noRules, problems, positionOf: read.positionOf, readAs, catalogue };
  }
  const read = readConfig(values.document);
  const inFile = read.problems.map((problem) => ({ ...problem, path: placeOf(problem.path) }));
  return { ...read, problems: [...values.problems, ...inFile], placeOf, readAs };
}

function readConfig(document: PlainDocument): ParsedConfig {
  const fields = new ConfigFields(document);
  const root = fields.mapping(document.value, [], ['rules', 'externalRules', 'resourceRules', 'forecasts']);
  const rules = (key: 'rules' | 'externalRules'): readonly DiscoveryRule[] =>
    fields.list(root[key], [key]).map((rule, index) => readRule(fields, rule, [key, index]));
  const resourceRules =
    root.resourceRules === undefined || root.resourceRules === null
      ? undefined
      : readResourceRules(fields, root.resourceRules, ['resourceRules']);
  const config = {
    rules: rules('rules'),
    externalRules: rules('externalRules'),
    ...(resourceRules && { resourceRules }),
    forecasts: readForecasts(fields, root.forecasts, ['forecasts']),
  };
  if (
    config.forecasts.length === 0 &&
    config.rules.length === 0 &&
    config.externalRules.length === 0 &&
    !resourceRules
  ) {
    fields.warning([], 'has no rules: nothing is served');
  }
  return { config, problems: fields.problems, positionOf: document.positionOf };
}

const noRules: AdapterConfig = { rules: [], externalRules: [], forecasts: [] };

function configMapText(value: unknown): { readonly key: string; readonly text: string } | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'ConfigMap') {
    return undefined;
  }
  const data = 'data' in value ? (value.data as Readonly<Record<string, unknown>> | null) : null;
  const [key, text] = Object.entries(data ?? {}).find(([name]) => /\.ya?ml$/.test(name)) ?? [];
  return key !== undefined && typeof text === 'string' ? { key, text } : undefined;
}

/** Lines of the inner text follow the line of its key; columns are those of the inner text. */
function inConfigMap(text: string, keyLine: number): ParsedConfig {
  const { config, problems, positionOf } = parseAdapterConfig(text);
  const moved = ({ line, column }: Position): Position => ({ line: keyLine + line, column });
  return {
    config,
    problems: problems.map((problem) => ({ ...problem, position: moved(problem.position) })),
    positionOf: (path) => moved(positionOf(path)),
  };
}

function readRule(fields: ConfigFields, value: unknown, path: Path): DiscoveryRule {
  const keys = ['seriesQuery', 'seriesFilters', 'resources', 'name', 'metricsQuery'];
  const rule = fields.mapping(value, path, keys);
  const name = fields.mapping(rule.name, [...path, 'name'], ['matches', 'as']);
  return {
    seriesQuery: fields.requiredText(rule, 'seriesQuery', path),
    seriesFilters: fields
      .list(rule.seriesFilters, [...path, 'seriesFilters'])
      .flatMap((filter, index) => readFilter(fields, filter, [...path, 'seriesFilters', index])),
    resources: readResources(fields, rule.resources, [...path, 'resources']),
    name: {
      matches: fields.text(name.matches, [...path, 'name', 'matches']),
      as: fields.text(name.as, [...path, 'name', 'as']),
    },
    metricsQuery: fields.requiredText(rule, 'metricsQuery', path),
  };
}

function readFilter(fields: ConfigFields, value: unknown, path: Path): readonly SeriesFilter[] {
  const filter = fields.mapping(value, path, ['is', 'isNot']);
  const is = fields.text(filter.is, [...path, 'is']);
  const isNot = fields.text(filter.isNot, [...path, 'isNot']);
  if (is !== '' && isNot === '') return [{ is }];
  if (is === '' && isNot !== '') return [{ isNot }];
  fields.error(path, is === '' ? 'needs either is or isNot' : 'cannot have both is and isNot');
  return [];
}

function readResources(fields: ConfigFields, value: unknown, path: Path): ResourceMapping {
  const resources = fields.mapping(value, path, ['template', 'overrides', 'namespaced']);
  const template = fields.text(resources.template, [...path, 'template']);
  const overrides = Object.entries(fields.mapping(resources.overrides, [...path, 'overrides'])).map(
    ([label, resource]): [string, GroupResource] => [
      label,
      readGroupResource(fields, resource, [...path, 'overrides', label]),
    ],
  );
  return {
    ...(template !== '' && { template }),
    overrides: new Map(overrides),
    namespaced: fields.flag(resources.namespaced, [...path, 'namespaced']) ?? true,
  };
}

function readGroupResource(fields: ConfigFields, value: unknown, path: Path): GroupResource {
  const entry = fields.mapping(value, path, ['group', 'resource']);
  return {
    group: fields.text(entry.group, [...path, 'group']),
    resource: fields.requiredText(entry, 'resource', path),
  };
}

function readResourceRules(fields: ConfigFields, value: unknown, path: Path): ResourceRules {
  const rules = fields.mapping(value, path, ['cpu', 'memory', 'window']);
  return {
    cpu: readResourceRule(fields, rules.cpu, [...path, 'cpu']),
    memory: readResourceRule(fields, rules.memory, [...path, 'memory']),
    windowMs: fields.durationMs(rules.window, [...path, 'window'], 0),
  };
}

function readResourceRule(fields: ConfigFields, value: unknown, path: Path): ResourceRule {
  const keys = ['containerQuery', 'nodeQuery', 'resources', 'containerLabel'];
  const rule = fields.mapping(value, path, keys);
  return {
    containerQuery: fields.requiredText(rule, 'containerQuery', path),
    nodeQuery: fields.requiredText(rule, 'nodeQuery', path),
    resources: readResources(fields, rule.resources, [...path, 'resources']),
    containerLabel: fields.requiredText(rule, 'containerLabel', path),
  };
}
