import type { RuleSeverity } from '../lint/index.ts';
import { DEFAULT_SETTINGS, type ServerSettings } from './protocol/index.ts';

const RULE_SEVERITIES: readonly RuleSeverity[] = ['error', 'warning', 'info', 'off'];

/** Settings as a client sent them. What is missing or of another type is the default: a typing mistake must not end the server. */
export function readSettings(value: unknown): ServerSettings {
  const root = new Section(value);
  const defaults = DEFAULT_SETTINGS;
  return {
    enable: root.flag('enable', defaults.enable),
    run: root.oneOf('run', ['onType', 'onSave'], defaults.run),
    lint: readLint(root.section('lint')),
    data: readData(root.section('data')),
    prices: readPrices(root.section('prices')),
    forecast: readForecast(root.section('forecast')),
    ...readSwitches(root),
    files: { maxCount: root.section('files').number('maxCount', 1, 100_000, defaults.files.maxCount) },
  };
}

type Switches = Pick<
  ServerSettings,
  'inlayHints' | 'codeLens' | 'hover' | 'completion' | 'codeActions' | 'navigation'
>;

function readSwitches(root: Section): Switches {
  const read = (surface: keyof Switches): Switches[typeof surface] => ({
    enable: root.section(surface).flag('enable', DEFAULT_SETTINGS[surface].enable),
  });
  return {
    inlayHints: read('inlayHints'),
    codeLens: read('codeLens'),
    hover: read('hover'),
    completion: read('completion'),
    codeActions: read('codeActions'),
    navigation: read('navigation'),
  };
}

function readLint(section: Section): ServerSettings['lint'] {
  const { lint } = DEFAULT_SETTINGS;
  return {
    preset: section.oneOf('preset', ['recommended', 'strict', 'off'], lint.preset),
    scope: section.oneOf('scope', ['open', 'complete'], lint.scope),
    severityOverrides: readSeverities(section.section('severityOverrides')),
    kubernetesVersion: section.text('kubernetesVersion', lint.kubernetesVersion),
    clusterAutoscalerVersion: section.text('clusterAutoscalerVersion', lint.clusterAutoscalerVersion),
    vpaVersion: section.text('vpaVersion', lint.vpaVersion),
    cloud: section.oneOf('cloud', ['none', 'aws', 'gce', 'azure'], lint.cloud),
  };
}

function readSeverities(section: Section): Readonly<Record<string, RuleSeverity>> {
  return Object.fromEntries(
    section.entries.flatMap(([id, value]) => {
      const severity = RULE_SEVERITIES.find((candidate) => candidate === value);
      return severity === undefined ? [] : [[id, severity] as const];
    }),
  );
}

function readData(section: Section): ServerSettings['data'] {
  const { data } = DEFAULT_SETTINGS;
  return {
    source: section.oneOf('source', ['none', 'recording', 'prometheus', 'cluster'], data.source),
    recording: section.text('recording', data.recording),
    prometheusUrl: section.text('prometheusUrl', data.prometheusUrl),
    kubeconfig: section.text('kubeconfig', data.kubeconfig),
    context: section.text('context', data.context),
    namespace: section.text('namespace', data.namespace),
    refreshMinutes: section.number('refreshMinutes', 1, 24 * 60, data.refreshMinutes),
  };
}

function readPrices(section: Section): ServerSettings['prices'] {
  const { prices } = DEFAULT_SETTINGS;
  return {
    book: section.text('book', prices.book),
    period: section.oneOf('period', ['hour', 'month'], prices.period),
  };
}

function readForecast(section: Section): ServerSettings['forecast'] {
  const { forecast } = DEFAULT_SETTINGS;
  return {
    horizonMinutes: section.number('horizonMinutes', 5, 24 * 60, forecast.horizonMinutes),
    interval: section.number('interval', 50, 99, forecast.interval),
  };
}

/** A mapping of settings; anything else reads as an empty one. */
class Section {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    this.#values = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  }

  get entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.#values);
  }

  section(key: string): Section {
    return new Section(this.#values[key]);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#values[key];
    return typeof value === 'boolean' ? value : otherwise;
  }

  text(key: string, otherwise: string): string {
    const value = this.#values[key];
    return typeof value === 'string' ? value.trim() : otherwise;
  }

  /** Within the bounds, both included. */
  number(key: string, least: number, most: number, otherwise: number): number {
    const value = this.#values[key];
    return typeof value === 'number' && Number.isFinite(value)
      ? Math.min(Math.max(value, least), most)
      : otherwise;
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[], otherwise: Choice): Choice {
    return choices.find((choice) => choice === this.#values[key]) ?? otherwise;
  }
}
