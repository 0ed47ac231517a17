import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import fc from 'fast-check';

import { seededRandom } from '#core/stats/index.ts';

import { mutate } from '../fuzz/mutate.ts';
import { adapterConfiguration } from '../fuzz/targets/adapter-configuration.ts';
import { configuration } from '../fuzz/targets/configuration.ts';
import { manifests } from '../fuzz/targets/manifests.ts';
import { priceFiles } from '../fuzz/targets/price-files.ts';
import { repositoryRoot } from './run-plugin.ts';

/** A file that some command reads, what stands in it when it is good, and the calls that read it. */
interface ReadFile {
  readonly path: string;
  readonly seeds: readonly string[];
  readonly calls: readonly (readonly string[])[];
}

/** A file as it was damaged, and a call that reads it. */
export interface DamagedFile {
  readonly path: string;
  readonly content: string;
  readonly call: readonly string[];
}

const read = (path: string): string => readFileSync(`${repositoryRoot}${path}`, 'utf8');
const recordingOf = 'examples/platform/recording';
const recording = ['--recording', 'recording'];

const readFiles: readonly ReadFile[] = [
  {
    path: 'manifest.yaml',
    seeds: [
      ...manifests.seeds(),
      read('examples/platform/k8s/embed/deployment.yaml'),
      read('examples/ml-service/deploy_ml_service_with_hpa.yaml'),
    ],
    calls: [
      ['lint', 'manifest.yaml'],
      ['lint', 'manifest.yaml', '--format', 'json', '--scope', 'complete', '--preset', 'strict'],
      ['fix', 'manifest.yaml', '--suggestions'],
      ['cost', 'predict', '-f', 'manifest.yaml'],
      ['cost', 'diff', 'manifest.yaml', 'good.yaml'],
      ['rightsize', 'deploy/embed', '-n', 'prod', ...recording, '--write', 'manifest.yaml', '--dry-run'],
      ['simulate', 'deploy/embed', '-n', 'prod', ...recording, '-f', 'manifest.yaml', '-o', 'json'],
    ],
  },
  {
    path: 'prices.yaml',
    seeds: priceFiles.seeds(),
    calls: [
      ['prices', 'show', 'prices.yaml', '-o', 'json'],
      ['prices', 'import', 'prices.yaml', '--out', 'book.yaml', '--region', 'us-central1'],
      ['nodes', ...recording, '--prices', 'aws+prices.yaml'],
      ['cost', 'predict', '-f', 'good.yaml', '--prices', 'prices.yaml'],
    ],
  },
  {
    path: 'config.yaml',
    seeds: configuration.seeds(),
    calls: [
      ['lint', 'good.yaml', '--config', 'config.yaml'],
      ['lint', '--config', 'config.yaml', '--print-config', 'good.yaml'],
      ['predict', 'deploy/gateway', '-n', 'prod', ...recording, '--config', 'config.yaml'],
      ['doctor', ...recording, '--config', 'config.yaml'],
    ],
  },
  {
    path: 'baseline.json',
    seeds: configuration.seeds(),
    calls: [
      ['lint', 'good.yaml', '--baseline', 'baseline.json'],
      ['lint', 'good.yaml', '--baseline', 'baseline.json', '--update-baseline'],
    ],
  },
  {
    path: 'samples.csv',
    seeds: [
      ...configuration.seeds(),
      read('test/fixtures/series/azure_llm2023_conv_10s.csv'),
      read('test/fixtures/series/nab_Twitter_volume_AMZN.csv').slice(0, 20_000),
    ],
    calls: [
      ['predict', '--file', 'samples.csv'],
      ['predict', '--file', 'samples.csv', '--backtest', '--horizon', '6h', '-o', 'json'],
      ['simulate', '--trace', 'samples.csv', '--strategies', 'static-least,hpa-forecast', '-o', 'json'],
    ],
  },
  {
    path: 'rules.yaml',
    seeds: adapterConfiguration.seeds(),
    calls: [['adapter', 'check-config', '--config', 'rules.yaml', '--offline']],
  },
  ...['recording.yaml', 'metrics/index.json', 'metrics/0001.json'].map((path) => recorded(path)),
  ...['node', 'priorityclass.scheduling.k8s.io'].map((kind) => recorded(`objects/_cluster/${kind}.yaml`)),
  ...[
    'pod',
    'deployment.apps',
    'horizontalpodautoscaler.autoscaling',
    'verticalpodautoscaler.autoscaling.k8s.io',
  ].map((kind) => recorded(`objects/prod/${kind}.yaml`)),
];

function recorded(path: string): ReadFile {
  return {
    path: `recording/${path}`,
    seeds: [read(`${recordingOf}/${path}`)],
    calls: [
      ['analyze', '-A'],
      ['analyze', 'deploy/embed', '-n', 'prod'],
      ['status', '-A'],
      ['metrics', '-n', 'prod'],
      ['explain', 'hpa', 'embed', '-n', 'prod'],
      ['explain', 'vpa', 'gateway', '-n', 'prod'],
      ['gpu'],
      ['nodes'],
      ['nodes', 'plan', '-n', 'prod'],
      ['rightsize', '-n', 'prod'],
      ['report', '-A', '--no-plan'],
      ['cost', '--no-plan'],
    ].map((call) => [...call, ...recording]),
  };
}

/** Files of every kind that a command reads: changed copies of good ones, and texts of no kind at all. */
export function damagedFiles(): fc.Arbitrary<DamagedFile> {
  return fc.constantFrom(...readFiles).chain(({ path, seeds, calls }) =>
    fc.record({
      path: fc.constant(path),
      call: fc.constantFrom(...calls),
      content: fc.oneof(
        { weight: 9, arbitrary: mutants(seeds) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
      ),
    }),
  );
}

function mutants(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.nat(), fc.integer({ min: 1, max: 4 }))
    .map(([seed, randomness, rounds]) => {
      const random = seededRandom(randomness);
      const stock = { others: seeds, words: [], longest: 100_000 };
      return Array.from({ length: rounds }).reduce<string>((text) => mutate(text, random, stock), seed);
    });
}

/** Puts the file into a folder that is laid out as the calls expect it. */
export function layOut(folder: string, { path, content }: DamagedFile): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(`${repositoryRoot}${recordingOf}`, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!name.isFile()) continue;
    const source = join(name.parentPath, name.name);
    const target = join(folder, 'recording', source.slice(`${repositoryRoot}${recordingOf}`.length));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
  writeFileSync(join(folder, 'good.yaml'), read('examples/platform/k8s/embed/deployment.yaml'));
  writeFileSync(join(folder, path), content);
}
