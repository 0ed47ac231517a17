import { signalNames, strategyIds, syntheticShapes } from '@kubectl-autoscale/core/simulator';
import { parseGoDuration, toMilliseconds } from '@kubectl-autoscale/core/units';
import { Errors, Flags } from '@oclif/core';

/** A Go duration in seconds: `20ms`, `1.5s`. */
const secondsFlag = Flags.custom<number>({
  helpValue: 'DURATION',
  parse: (text) => {
    const duration = parseGoDuration(text);
    const seconds = duration.ok ? toMilliseconds(duration.value) / 1000 : Number.NaN;
    if (seconds > 0) return Promise.resolve(seconds);
    throw new Errors.CLIError(`${text} is no time above 0: write it as 20ms or 1.5s`, { exit: 2 });
  },
});

/** What a run is made from beside the traffic. */
export const simulationFlags = {
  trace: Flags.string({
    summary: `Traffic instead of a workload's: a file of timestamp,value rows (requests/s; as predict --file reads them), or a made shape: ${syntheticShapes.join(', ')}.`,
    helpValue: 'FILE|SHAPE',
  }),
  days: Flags.integer({
    summary: 'Simulate so many of the newest days of the traffic, 1 to 14.',
    default: 1,
    min: 1,
    max: 14,
  }),
  peak: Flags.integer({
    summary: "Scale the traffic to this peak, requests/s; a made shape's is 800 when left out.",
    min: 1,
  }),
  strategies: Flags.string({
    summary: `Only these, separated by commas: ${strategyIds.join(', ')}.`,
    helpValue: 'LIST',
  }),
  filename: Flags.string({
    char: 'f',
    summary: "A manifest with the HPA to simulate, in place of the workload's own.",
    helpValue: 'PATH',
  }),
  set: Flags.string({
    summary:
      'Also simulate that HPA with these changes: min, max, target or target.METRIC, up-window, down-window.',
    helpValue: 'min=4,target=60',
  }),
  signal: Flags.string({
    summary: `What a metric of the HPA is in the simulation, where its name does not say it: ${signalNames.join(', ')}. May be repeated.`,
    helpValue: 'METRIC=SIGNAL',
    multiple: true,
    multipleNonGreedy: true,
  }),
  search: Flags.boolean({
    summary:
      'Also try settings of the HPA (targets, minimum, window, forecast) and print which are worth having, and the cheapest that meets the goal.',
  }),
  html: Flags.string({ summary: 'Also write a report with charts to this file.', helpValue: 'FILE.html' }),
  decisions: Flags.string({
    summary: 'Also write every decision with its reasons to this file, a JSON object a line.',
    helpValue: 'FILE.jsonl',
  }),
  seed: Flags.integer({ summary: 'Of all chance: the same seed gives the same output.', default: 1, min: 0 }),
  'service-time': secondsFlag({
    summary:
      "Mean time to serve one request; estimated from the workload's load when left out, 20ms with --trace.",
    helpGroup: 'SERVICE',
  }),
  concurrency: Flags.integer({
    summary: 'Requests that a replica serves side by side.',
    helpGroup: 'SERVICE',
    default: 1,
    min: 1,
  }),
  'goal-p95': secondsFlag({
    summary: '95 % of requests within this time; 100ms or 5 service times when left out.',
    helpGroup: 'SERVICE',
  }),
  'min-replicas': Flags.integer({ summary: "The HPA's own, else 1.", helpGroup: 'SERVICE', min: 1 }),
  'max-replicas': Flags.integer({
    summary: 'Four times what runs or may, when left out.',
    helpGroup: 'SERVICE',
    min: 1,
  }),
  target: Flags.integer({
    summary: 'What autoscalers aim at, per cent of what a replica can serve.',
    helpGroup: 'SERVICE',
    default: 60,
    min: 5,
    max: 95,
  }),
  cpu: Flags.string({ summary: 'What a pod asks for, with --trace.', helpGroup: 'SERVICE', default: '1' }),
  memory: Flags.string({
    summary: 'What a pod asks for, with --trace.',
    helpGroup: 'SERVICE',
    default: '2Gi',
  }),
  'node-type': Flags.string({
    summary: 'Machine of the price book, with --trace.',
    helpGroup: 'SERVICE',
    default: 't3.xlarge',
  }),
  'spot-interruptions': Flags.string({
    summary: 'How often a spot node is taken back, times an hour.',
    helpGroup: 'SERVICE',
    default: '0.005',
  }),
};
