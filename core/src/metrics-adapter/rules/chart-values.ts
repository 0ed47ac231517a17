import type { Path, PlainDocument } from '../../manifest/index.ts';
import type { ConfigProblem } from './config-problem.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** The configuration inside the values of a Helm chart. */
export interface ChartValues {
  /** The configuration alone; its places are those of the values file. */
  readonly document: PlainDocument;
  /** Where in the values file a path of the configuration stands. */
  readonly placeOf: (path: Path) => Path;
  /** For people: whose values they are, and where among them the rules stand. */
  readonly readAs: string;
  /** The chart serves the catalogue, as no configuration is given. */
  readonly catalogue: boolean;
  /** What the chart adds to the rules, which is not in the file. */
  readonly problems: readonly ConfigProblem[];
}

const configurationKeys = ['rules', 'externalRules', 'resourceRules', 'forecasts'];

/**
 * Finds the configuration in a values file: under `config` for our chart (deploy/helm/custom-metrics-adapter), under `rules` as a mapping for
 * prometheus-adapter's chart (5.x: `custom`, `external`, `resource`, `default`, `existing`). `undefined` where it is the values of neither.
 */
export function findChartValues(document: PlainDocument): ChartValues | undefined {
  const root = mappingOf(document.value);
  if (root === undefined) return undefined;
  const rules = mappingOf(root.rules);
  if (rules && ['custom', 'external', 'resource', 'default', 'existing'].some((key) => key in rules)) {
    return prometheusAdapterValues(document, rules);
  }
  if (!('config' in root) || configurationKeys.some((key) => key in root)) return undefined;
  const value = root.config ?? {};
  const catalogue = Object.keys(mappingOf(value) ?? { value }).length === 0;
  const placeOf = (path: Path): Path => ['config', ...path];
  return {
    document: { value, positionOf: (path) => document.positionOf(placeOf(path)) },
    placeOf,
    readAs: catalogue
      ? 'values of the chart custom-metrics-adapter without rules under config: the catalogue is served'
      : 'values of the chart custom-metrics-adapter, rules of config',
    catalogue,
    problems: [],
  };
}

function prometheusAdapterValues(document: PlainDocument, rules: Mapping): ChartValues {
  const places: Readonly<Record<string, Path>> = {
    rules: ['rules', 'custom'],
    externalRules: ['rules', 'external'],
    resourceRules: ['rules', 'resource'],
  };
  const { custom, external, resource } = rules;
  const placeOf = ([key, ...rest]: Path): Path =>
    key === undefined ? ['rules'] : [...(places[key] ?? ['rules', key]), ...rest];
  const remark = (key: string, message: string): ConfigProblem => {
    const path = ['rules', key];
    return { severity: 'warning', path, position: document.positionOf(path), message };
  };
  return {
    document: {
      // An empty `resource` is the chart's default and means none.
      value: {
        rules: custom,
        externalRules: external,
        ...(Object.keys(mappingOf(resource) ?? {}).length > 0 && { resourceRules: resource }),
      },
      positionOf: (path) => document.positionOf(placeOf(path)),
    },
    placeOf,
    readAs: "values of prometheus-adapter's chart, rules of rules.custom, rules.external and rules.resource",
    catalogue: false,
    problems: [
      ...(rules.default === false
        ? []
        : [
            remark(
              'default',
              'the chart adds default rules of its own, which are not in this file: check the ConfigMap that it renders for them too, or set it to false',
            ),
          ]),
      ...(typeof rules.existing === 'string' && rules.existing !== ''
        ? [
            remark(
              'existing',
              `the chart takes the ConfigMap ${rules.existing} in place of these rules: check that one`,
            ),
          ]
        : []),
    ],
  };
}

function mappingOf(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Mapping)
    : undefined;
}
