/**
 * Cost, time and memory of the node mix against first fit decreasing and against the lower bound.
 *
 *   npm run bench:pack -- [--pods 1000,10000,50000] [--shapes 2100] [--types 200] [--seconds 4]
 *
 * Times are CPU times of this process, the search's limit too; HiGHS's own limits are wall times and are widened, so that
 * a busy machine finds the same. Each size runs in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { optimizeMix } from '../../core/dist/optimizer/index.js';
import { openHighs } from '../../core/dist/sources/solver/index.js';
import { nodeOptions, pods } from './case.mjs';

const { values: options } = parseArgs({
  options: {
    pods: { type: 'string', default: '1000,10000,50000' },
    shapes: { type: 'string', default: '2100' },
    types: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '4' },
    one: { type: 'boolean', default: false },
  },
});

if (options.one) console.log(JSON.stringify(await measure(Number(options.pods))));
else printTable(options.pods.split(',').map((count) => measureApart(count)));

function measureApart(count) {
  const same = ['shapes', 'types', 'seconds'].flatMap((name) => [`--${name}`, options[name]]);
  const args = [fileURLToPath(import.meta.url), '--one', '--pods', count, ...same];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

async function measure(count) {
  const solver = await openHighs();
  const input = {
    pods: pods(count, Number(options.shapes)),
    options: nodeOptions(Number(options.types)),
  };
  const before = process.memoryUsage().rss;
  const start = cpuMs();
  const mix = optimizeMix(input, {
    solver: (program, { timeLimitMs }) => solver(program, { timeLimitMs: timeLimitMs * 6 }),
    timeLimitMs: Number(options.seconds) * 1000,
    clockMs: cpuMs,
  });
  const seconds = (cpuMs() - start) / 1000;
  const shapes = new Set(
    input.pods.map(({ requests, ...pod }) => JSON.stringify([requests, pod.nodeSelector, pod.tolerations])),
  );
  return {
    count,
    shapes: shapes.size,
    nodes: mix.nodes.length,
    unplaced: mix.unplaced.length,
    price: mix.pricePerHour,
    baseline: mix.baselinePerHour,
    bound: mix.boundPerHour,
    seconds,
    // ru_maxrss is in KiB.
    memoryMiB: (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20,
  };
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function printTable(rows) {
  console.log(
    '| pods | shapes | nodes | $/h | first fit $/h | bound $/h | above bound | first fit above bound | CPU s | MiB |',
  );
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const { count, shapes, nodes, price, baseline, bound, seconds, memoryMiB } of rows) {
    const above = (figure) => `${((figure / bound - 1) * 100).toFixed(2)} %`;
    const cells = [count, shapes, nodes, price.toFixed(2), baseline.toFixed(2), bound.toFixed(2)];
    console.log(
      `| ${[...cells, above(price), above(baseline), seconds.toFixed(1), memoryMiB.toFixed(0)].join(' | ')} |`,
    );
  }
  const [first, last] = [rows[0], rows.at(-1)];
  console.log(
    `\n${last.count / first.count} times the pods: ${(last.seconds / first.seconds).toFixed(1)} times the CPU time.` +
      ` Node ${process.version}.`,
  );
  const unplaced = rows.filter((row) => row.unplaced > 0);
  for (const { count, unplaced: pods } of unplaced) console.log(`${pods} of ${count} pods have no node`);
}
