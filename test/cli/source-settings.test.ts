import { describe, expect, it } from 'vitest';

import { type ConfiguredSources, settlePrometheus } from '#plugin/command/settle-prometheus.ts';
import type { PrometheusFlagValues } from '#plugin/composition/source-flags.ts';

import { repositoryRoot, runPlugin } from './run-plugin.ts';
import { scratchRepository } from './scratch-repository.ts';

const noFlags: PrometheusFlagValues = {
  'prometheus-url': undefined,
  'prometheus-service': undefined,
  'prometheus-token-file': undefined,
  'prometheus-username': undefined,
  'prometheus-ca-file': undefined,
  'prometheus-cert-file': undefined,
  'prometheus-key-file': undefined,
  'prometheus-header': undefined,
  'prometheus-timeout': undefined,
};

const found = { shown: '.kubectl-autoscale.yaml', isNamed: false };
const url = { ...found, prometheusUrl: 'http://configured' };
const service = { ...found, prometheusService: 'monitoring/configured:9090' };

describe('which Prometheus is asked', () => {
  it.each<
    [string, Partial<PrometheusFlagValues>, ConfiguredSources | undefined, Record<string, string>, unknown]
  >([
    ['none is named', {}, undefined, {}, [undefined, undefined]],
    ['the environment names it', {}, undefined, { PROMETHEUS_URL: 'http://env' }, ['http://env', undefined]],
    ['the environment is empty', {}, undefined, { PROMETHEUS_URL: '' }, [undefined, undefined]],
    [
      'the configuration wins over it',
      {},
      url,
      { PROMETHEUS_URL: 'http://env' },
      ['http://configured', undefined],
    ],
    [
      'a configured service does so too',
      {},
      service,
      { PROMETHEUS_URL: 'http://env' },
      [undefined, 'monitoring/configured:9090'],
    ],
    [
      'a flag wins over all',
      { 'prometheus-url': 'http://flag' },
      service,
      { PROMETHEUS_URL: 'http://env' },
      ['http://flag', undefined],
    ],
    ['and so does the other flag', { 'prometheus-service': 'a/b:1' }, url, {}, [undefined, 'a/b:1']],
  ])('%s', (_what, flags, config, env, expected) => {
    const settled = settlePrometheus({ ...noFlags, ...flags }, config, env);
    expect([settled['prometheus-url'], settled['prometheus-service']]).toEqual(expected);
  });

  it('takes timeout and headers from flags, configuration and defaults, in this order', () => {
    const config = { ...found, prometheusTimeoutSeconds: 30, prometheusHeaders: { 'X-Scope-OrgID': 'a' } };
    expect(settlePrometheus(noFlags, undefined, {})['prometheus-timeout']).toBe(10);
    expect(settlePrometheus(noFlags, config, {})['prometheus-timeout']).toBe(30);
    const flags = { ...noFlags, 'prometheus-timeout': 5, 'prometheus-header': ['X-Scope-OrgID: b'] };
    expect(settlePrometheus(flags, config, {})).toMatchObject({
      'prometheus-timeout': 5,
      'prometheus-header': ['X-Scope-OrgID: a', 'X-Scope-OrgID: b'],
    });
  });

  it.each<[string, Partial<PrometheusFlagValues>, Record<string, string>]>([
    ['PROMETHEUS_TOKEN', {}, { PROMETHEUS_TOKEN: 's3cret' }],
    ['--prometheus-token-file', { 'prometheus-token-file': 'token' }, {}],
    ['--prometheus-username', { 'prometheus-username': 'me' }, {}],
  ])('sends no credential to a server that only a found configuration names: %s', (what, flags, env) => {
    const settle = (config: ConfiguredSources): unknown =>
      settlePrometheus({ ...noFlags, ...flags }, config, env);
    expect(() => settle(url)).toThrow(`${what} is not sent to http://configured`);
    expect(() => settle(url)).not.toThrow(/s3cret/);
    expect(() => settle({ ...url, isNamed: true })).not.toThrow();
    expect(() => settle(service)).not.toThrow();
  });
});

describe('prices of the configuration', () => {
  const analyze = ['analyze', 'deploy/llm-chat', '-n', 'prod', '-o', 'json', '--recording'];
  const recording = `${repositoryRoot}examples/platform/recording`;
  const costOf = (config: string, ...flags: readonly string[]): unknown => {
    const repository = scratchRepository({ 'a/.keep': '', '.kubectl-autoscale.yaml': config });
    const run = runPlugin([...analyze, recording, ...flags], {}, repository.path('a'));
    expect(run.stderr).toBe('');
    return (JSON.parse(run.stdout) as { cost?: unknown }).cost;
  };

  it('are taken where no flag names others', () => {
    const [configured, flagged, byDefault] = [
      costOf('prices: {book: none}\n'),
      costOf('prices: {book: none}\n', '--prices', 'aws'),
      costOf(''),
    ];
    expect(configured).not.toEqual(byDefault);
    expect(flagged).toEqual(byDefault);
  });

  it('are named with line and column where they are wrong', () => {
    const repository = scratchRepository({ '.kubectl-autoscale.yaml': 'prices:\n  bok: aws\n' });
    const run = runPlugin([...analyze, recording], {}, repository.path('.'));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toBe(
      'error: .kubectl-autoscale.yaml:2:3: prices.bok is not known; did you mean book?\n',
    );
  });
});
