import { build } from 'esbuild';

/**
 * The tables of docs/METRICS.md, out of the code that asks: whose series count as requests, latency and queue, what each
 * query that we send means, and the rules that the adapter serves by itself.
 */
export async function metricsReference(root) {
  const { metricCatalogue, trafficSources, catalogueConfig } = await importSource(
    root,
    `export { metricCatalogue, trafficSources } from './promql/index.ts';
     export { catalogueConfig } from './metrics-adapter/catalogue/catalogue-rules.ts';`,
  );
  return {
    sources: table(
      ['read from', 'requests', 'latency', 'waiting'],
      trafficSources.map(({ exporter, requests, latency, queue }) => [
        exporter,
        code(requests),
        code(latency?.buckets),
        code(queue),
      ]),
    ),
    queries: table(
      ['name', 'one value says', 'unit', 'answers', 'series', 'written by'],
      metricCatalogue.map(({ name, meaning, unit, aggregation, series, exporter }) => [
        code(name),
        meaning,
        unit === '' ? '–' : unit,
        aggregation,
        series.map(code).join(', '),
        exporter,
      ]),
    ),
    served: servedQueries(catalogueConfig()),
  };
}

/** The module as it is in `core/src`, without a build of core. */
async function importSource(root, contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${root}/core/src` },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** Custom and external rules of one metric differ in their grouping only, so the custom one stands for both. */
function servedQueries({ rules, externalRules }) {
  const queries = new Map();
  for (const { name, metricsQuery } of [...rules, ...externalRules]) {
    if (!queries.has(name.as)) queries.set(name.as, metricsQuery);
  }
  return [...queries]
    .map(([name, query]) => `\`${name}\`\n\n\`\`\`text\n${query.replaceAll(' or ', '\nor ')}\n\`\`\``)
    .join('\n\n');
}

function table(header, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(name) {
  return name === undefined ? '' : `\`${name}\``;
}
