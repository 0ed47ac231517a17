import { SourceError } from '#core/ports/index.ts';
import { createPrometheusSource } from '#core/sources/prometheus/index.ts';

import { type FuzzTarget, hold } from '../target.ts';

/** Whatever a server answers to a query: series with as many values as times, or one error that says what is wrong. */
export const prometheusAnswers: FuzzTarget = {
  name: 'prometheus-answers',
  longest: 3000,
  seeds: () => [
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"pod":"a"},"value":[1700000000.1,"1.5"]}]}}',
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"pod":"a"},"values":[[1700000000,"1"],[1700000060,"NaN"]]}]},"warnings":["w"]}',
    '{"status":"success","data":{"resultType":"scalar","result":[1700000000,"+Inf"]}}',
    '{"status":"success","data":[{"__name__":"up","job":"a"}]}',
    '{"status":"success","data":{"version":"3.5.0"}}',
    '{"status":"error","errorType":"bad_data","error":"1:3: parse error"}',
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{}]]}]}}',
    '<html>502</html>',
  ],
  check: async (body) => {
    const status = body.includes('error') ? 400 : 200;
    const send = () => Promise.resolve({ status, headers: {}, body });
    const source = createPrometheusSource({
      url: 'http://prometheus',
      transport: { description: 'made', send },
    });
    const query = { id: 'up', promql: 'up' } as never;
    const range = { startMs: 0, endMs: 60_000, stepMs: 60_000 };
    for (const ask of [() => source.query(query, 0), () => source.queryRange(query, range)]) {
      const series = await answered(ask);
      for (const { timestampsMs, values } of series ?? []) {
        hold(timestampsMs.length === values.length && values.length > 0, 'values without times');
        hold(
          values.every((value) => Number.isFinite(value)),
          'a value that is none',
        );
      }
    }
    const instant = await answered(() => source.instant('up', 0));
    hold(
      instant?.samples.every(({ value }) => typeof value === 'number') ?? true,
      'a sample without a number',
    );
    const sets = await answered(() => source.series('up', 0));
    for (const labels of sets ?? []) {
      hold(
        Object.entries(labels).every(([, value]) => typeof value === 'string'),
        'a label that is no text',
      );
    }
    await answered(() => source.buildInfo());
    hold(
      source.warnings().every((warning) => typeof warning === 'string'),
      'a warning that is no text',
    );
  },
};

async function answered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    hold(error.message !== '', 'an error without a message');
    return undefined;
  }
}
