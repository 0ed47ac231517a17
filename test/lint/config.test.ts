import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { configSchema } from '#core/lint/config/config-schema.ts';
import { parseLintConfig, readLintConfig } from '#core/lint/config/parse-lint-config.ts';
import { defaultLintSettings } from '#core/lint/settings.ts';
import { fromYaml } from '#core/manifest/plain-yaml.ts';

const whole = `
preset: strict
scope: complete
kubernetesVersion: "1.36"
clusterAutoscalerVersion: v1.33.2
vpaVersion: '1.7'
cloud: aws
featureGates: {HPAScaleToZero: true}
rules:
  hpa-no-metrics: off
  hpa-memory-utilization-sticky:
    severity: warning
    options: {minimumTarget: 60}
overrides:
  - files: [charts/**]
    names: [legacy-*]
    rules: {hpa-removed-api: info}
`;

const sources = `
prices: {book: gcp/us-central1}
metrics:
  prometheusService: monitoring/prometheus:9090
  headers: {X-Scope-OrgID: team-a}
  timeoutSeconds: 30
`;

describe('parseLintConfig', () => {
  it('reads every setting', () => {
    expect(parseLintConfig(whole)).toEqual({
      ok: true,
      value: {
        preset: 'strict',
        scope: 'complete',
        kubernetesVersion: { major: 1, minor: 36 },
        clusterAutoscalerVersion: { major: 1, minor: 33 },
        vpaVersion: { major: 1, minor: 7 },
        cloud: 'aws',
        featureGates: { HPAScaleToZero: true },
        severities: { 'hpa-no-metrics': 'off', 'hpa-memory-utilization-sticky': 'warning' },
        options: { 'hpa-memory-utilization-sticky': { minimumTarget: 60 } },
        overrides: [{ files: ['charts/**'], names: ['legacy-*'], severities: { 'hpa-removed-api': 'info' } }],
      },
    });
  });

  it('takes the defaults where nothing is set', () => {
    expect(parseLintConfig('')).toEqual({ ok: true, value: defaultLintSettings });
    expect(parseLintConfig('# nothing yet\n')).toEqual({ ok: true, value: defaultLintSettings });
  });

  it.each([
    ['preset: recomended', 'preset', 'must be one of recommended, strict, not "recomended"'],
    ['presets: strict', 'presets', 'is not known; did you mean preset?'],
    [
      'kubernetesVersion: 1.30',
      'kubernetesVersion',
      'must be in quotes: a number loses its last zero (1.30 reads as 1.3)',
    ],
    ['kubernetesVersion: latest', 'kubernetesVersion', 'must be a version such as "1.36", not "latest"'],
    ['rules: {hpa-no-metric: off}', 'rules.hpa-no-metric', 'is no rule; did you mean hpa-no-metrics?'],
    [
      'rules: {hpa-no-metrics: loud}',
      'rules.hpa-no-metrics',
      'must be one of error, warning, info, off, not "loud"',
    ],
    ['rules: [hpa-no-metrics]', 'rules', 'must be a mapping, not ["hpa-no-metrics"]'],
    [
      'rules: {hpa-memory-utilization-sticky: {options: {minimumTarget: high}}}',
      'rules.hpa-memory-utilization-sticky.options.minimumTarget',
      'must be a number of at least 1, not "high"',
    ],
    ['overrides: {files: a}', 'overrides', 'must be a list, not {"files":"a"}'],
    ['featureGates: {HPAScaleToZero: 1}', 'featureGates.HPAScaleToZero', 'must be true or false, not 1'],
  ])('explains what is wrong in %s', (text, path, message) => {
    expect(parseLintConfig(text)).toMatchObject({ ok: false, error: [{ path, message }] });
  });

  it.each([
    ['prices: {book: 3}', 'prices.book', 'must be a text, not 3'],
    ['prices: {books: aws}', 'prices.books', 'is not known; did you mean book?'],
    [
      'metrics: {prometheusUrl: prometheus:9090}',
      'metrics.prometheusUrl',
      'must be an http or https URL, not "prometheus:9090"',
    ],
    [
      'metrics: {prometheusUrl: "https://me:secret@example.com"}',
      'metrics.prometheusUrl',
      'must not hold a user or password: they come from flags and the environment',
    ],
    [
      'metrics: {prometheusUrl: "http://a", prometheusService: a/b:1}',
      'metrics.prometheusService',
      'cannot be set beside prometheusUrl: keep one of the two',
    ],
    [
      'metrics: {headers: {Authorization: Bearer x}}',
      'metrics.headers.Authorization',
      'looks like a credential: pass it with --prometheus-header or a token file',
    ],
    ['metrics: {timeoutSeconds: 0}', 'metrics.timeoutSeconds', 'must be a number of at least 1, not 0'],
  ])('explains what is wrong with sources in %s', (text, path, message) => {
    expect(parseLintConfig(text)).toMatchObject({ ok: false, error: [{ path, message }] });
  });

  it('reads where prices and metrics come from', () => {
    const config = readLintConfig(`${whole}${sources}`);
    expect(config.ok && config.value.sources).toEqual({
      priceBook: 'gcp/us-central1',
      prometheusService: 'monitoring/prometheus:9090',
      prometheusHeaders: { 'X-Scope-OrgID': 'team-a' },
      prometheusTimeoutSeconds: 30,
    });
  });

  it('says on which line and in which column', () => {
    const placed = (text: string): unknown => {
      const config = parseLintConfig(text);
      return config.ok ? [] : config.error.map(({ position }) => [position.line, position.column]);
    };
    expect(placed('preset: strict\nscop: open\n')).toEqual([[2, 1]]);
    expect(placed('rules:\n  # why\n  hpa-no-metrics:\n    severity: loud\n')).toEqual([[4, 5]]);
    expect(placed('overrides:\n  - files: [a]\n    rules: {}\n  - rules: {x: off}\n')).toEqual([[4, 13]]);
    expect(placed('preset: strict\nrules: {a: [\n')).toEqual([[3, 1]]);
  });

  it('names all mistakes at once, and the place of a syntax error', () => {
    const several = parseLintConfig('preset: a\nscope: b\n');
    expect(several.ok ? [] : several.error.map(({ path }) => path)).toEqual(['preset', 'scope']);
    const broken = parseLintConfig('preset: strict\nrules: {a: [\n');
    expect(broken.ok ? '' : broken.error[0]?.message).toMatch(/flow sequence/i);
  });
});

describe('the published schema', () => {
  it('is made from the rules (npx vitest run test/lint/config.test.ts -u writes it)', async () => {
    await expect(`${JSON.stringify(configSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
      '../../docs/schemas/config.schema.json',
    );
  });

  it('accepts and rejects what the reader does', () => {
    const validate = new Ajv2020().compile(configSchema());
    const accepts = (text: string): boolean => {
      const data = fromYaml(text);
      return data.ok && validate(data.value);
    };
    expect(accepts(whole)).toBe(true);
    expect(accepts(`${whole}${sources}`)).toBe(true);
    for (const wrong of [
      'preset: a',
      'presets: strict',
      'kubernetesVersion: 1.30',
      'rules: {no-such-rule: off}',
      'prices: aws',
      'metrics: {prometheusUrl: "http://me:secret@a"}',
      'metrics: {prometheusUrl: "http://a", prometheusService: a/b:1}',
    ]) {
      expect(accepts(wrong), wrong).toBe(false);
    }
  });
});
