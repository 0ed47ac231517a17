import { parseSeriesText } from '#core/forecast/index.ts';
import { baselineText, parseBaseline, parseMinorVersion, readLintConfig } from '#core/lint/index.ts';

import { type FuzzTarget, hold } from '../target.ts';

/** `.kubectl-autoscale.yaml`, a baseline, and a table of samples: settings or problems with their places. */
export const configuration: FuzzTarget = {
  name: 'configuration',
  longest: 3000,
  seeds: () => [
    'preset: strict\nrules:\n  hpa-no-metrics: off\n  quota-blocks-max-replicas:\n    severity: warning\nignore: ["gen/**"]\n',
    'kubernetesVersion: "1.33"\ncloud: aws\nsources:\n  prometheus:\n    url: http://prometheus:9090\n',
    'overrides:\n- files: ["a/**"]\n  rules: {hpa-no-metrics: error}\nevents:\n- name: sale\n  start: 2026-11-27T00:00:00Z\n  end: 2026-11-28T00:00:00Z\n  factor: 3\n',
    '{"version":1,"findings":[{"file":"a.yaml","rule":"r","object":"o","count":1}]}',
    'time,value\n2026-01-01T00:00:00Z,1\n1767225660,2.5\n"2026-01-01 00:02",NaN\n',
  ],
  check: (text) => {
    const config = readLintConfig(text);
    if (!config.ok) {
      hold(config.error.length > 0, 'a refusal without a problem');
      for (const { message, position } of config.error) {
        hold(
          message !== '' && position.line >= 1 && position.column >= 1,
          `a problem without a place: ${message}`,
        );
      }
    }
    const baseline = parseBaseline(text);
    if (baseline.ok) {
      const again = parseBaseline(baselineText(baseline.value));
      hold(
        again.ok && JSON.stringify(again.value) === JSON.stringify(baseline.value),
        'the baseline is read otherwise',
      );
    }
    const series = parseSeriesText(text);
    if (series.ok) {
      const { timestampsMs, values } = series.value;
      hold(
        timestampsMs.length === values.length && timestampsMs.every(Number.isFinite),
        'samples without times',
      );
    } else {
      hold(
        series.error.every(({ line, column }) => line >= 1 && column >= 1),
        'a problem without a place',
      );
    }
    parseMinorVersion(text);
  },
};
