import { type ConfigReader, describe } from './config-reader.ts';

/** Where prices and metrics come from. Credentials have no place here: the file is in a repository. */
export interface SourceSettings {
  /** As `--prices` takes it; a file's path is relative to the configuration. */
  readonly priceBook?: string;
  readonly prometheusUrl?: string;
  /** As `--prometheus-service` takes it. */
  readonly prometheusService?: string;
  readonly prometheusHeaders?: Readonly<Record<string, string>>;
  readonly prometheusTimeoutSeconds?: number;
}

const METRICS_KEYS = ['prometheusUrl', 'prometheusService', 'headers', 'timeoutSeconds'] as const;

/** A header that carries a credential: those come from files and the environment. */
const secretHeader = /^(?:proxy-)?authorization$|^cookie$|token|api-?key|secret|password/i;

/** Reads `prices:` and `metrics:`. */
export function readSources(
  reader: ConfigReader,
  config: { readonly prices?: unknown; readonly metrics?: unknown },
): SourceSettings {
  const prices = reader.mapping(config.prices, 'prices', ['book']) ?? {};
  const metrics = reader.mapping(config.metrics, 'metrics', METRICS_KEYS) ?? {};
  if (metrics.prometheusUrl !== undefined && metrics.prometheusService !== undefined) {
    reader.problem('metrics.prometheusService', 'cannot be set beside prometheusUrl: keep one of the two');
  }
  const [priceBook, prometheusUrl, prometheusService] = [
    reader.text(prices.book, 'prices.book'),
    readUrl(reader, metrics.prometheusUrl, 'metrics.prometheusUrl'),
    reader.text(metrics.prometheusService, 'metrics.prometheusService'),
  ];
  const headers = readHeaders(reader, metrics.headers, 'metrics.headers');
  const timeout =
    metrics.timeoutSeconds === undefined
      ? undefined
      : reader.number(metrics.timeoutSeconds, 'metrics.timeoutSeconds', 1);
  return {
    ...(priceBook === undefined ? {} : { priceBook }),
    ...(prometheusUrl === undefined ? {} : { prometheusUrl }),
    ...(prometheusService === undefined ? {} : { prometheusService }),
    ...(headers === undefined ? {} : { prometheusHeaders: headers }),
    ...(timeout === undefined ? {} : { prometheusTimeoutSeconds: timeout }),
  };
}

function readUrl(reader: ConfigReader, value: unknown, path: string): string | undefined {
  const text = reader.text(value, path);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    reader.problem(path, `must be an http or https URL, not ${describe(text)}`);
    return undefined;
  }
  if (url.username === '' && url.password === '') return text;
  reader.problem(path, 'must not hold a user or password: they come from flags and the environment');
  return undefined;
}

function readHeaders(
  reader: ConfigReader,
  value: unknown,
  path: string,
): Readonly<Record<string, string>> | undefined {
  const headers = reader.mapping(value, path);
  if (!headers) return undefined;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, content]) => {
      const at = `${path}.${name}`;
      if (secretHeader.test(name)) {
        reader.problem(at, 'looks like a credential: pass it with --prometheus-header or a token file');
        return [];
      }
      const text = reader.text(content, at);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}
