import {
  compareStrategies,
  type DecisionRecord,
  isPossible,
  searchSettings,
  simulate,
  simulationReport,
  type StrategyId,
  strategyIds,
  strategyScenario,
} from '@kubectl-autoscale/core/simulator';
import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { endCancellation } from '../command/cancellation.ts';
import { simulatedService } from '../command/simulated-service.ts';
import { writeFile } from '../composition/write-file.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { simulationFlags } from '../flags/simulation-flags.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport } from '../output/report-table.ts';
import { simulationHtml } from '../output/simulation-html.ts';
import { simulationRows } from '../output/simulation-rows.ts';
import { bestOf, simulationText } from '../output/simulation-text.ts';

/** What a strategy that is not always possible asks for. */
const needs: Partial<Record<StrategyId, string>> = {
  'own-hpa': 'needs an HPA that can be simulated: of the workload, or with -f hpa.yaml',
  'what-if': 'needs --set, which says what is to be otherwise',
  spot: 'needs a spot price of the nodes',
};

export default class Simulate extends AutoscaleCommand {
  static override summary =
    'Run traffic against ways to scale a service: what each would cost, and how users would fare.';
  static override description =
    "Takes a workload's own requests of the last days, a file of samples or a made shape, and runs them against a fixed number of " +
    'replicas, the HPA that the workload has (and what it would be with --set), HPAs on CPU, on requests and on their forecast, and ' +
    'Cluster Autoscaler with right-sized pods, headroom and spot: by ' +
    'the functions that decide in a cluster, at the real periods, from what had been scraped by then. The same seed gives the ' +
    'same output. Nothing in the cluster is changed.';
  static override examples = [
    { description: "A workload's last day", command: '<%= config.bin %> simulate deploy/llm-chat -n prod' },
    {
      description: 'What if its HPA had another target and minimum',
      command: '<%= config.bin %> simulate deploy/embed -n prod --set target=70,min=2',
    },
    {
      description: 'Three days of a file, with a report to open in a browser',
      command:
        '<%= config.bin %> simulate --trace requests.csv --days 3 --service-time 20ms --html report.html',
    },
    {
      description: 'A crowd that nobody announced, and which settings would bear it',
      command: '<%= config.bin %> simulate --trace flash-crowd --search',
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> simulate deploy/llm-chat -n prod --recording examples/platform/recording',
    },
  ];
  static override strict = false;
  static override args = {
    workload: Args.string({ description: 'For example deploy/llm-chat, or deployment llm-chat.' }),
  };
  static override flags = {
    ...simulationFlags,
    ...priceFlags,
    ...tableOutputFlags,
    ...clusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Simulate);
    const ids = this.#strategies(flags.strategies);
    const interruptionsPerHour = Number(flags['spot-interruptions']);
    if (!(interruptionsPerHour >= 0)) this.usageError('--spot-interruptions: a number from 0 on is expected');
    const service = await simulatedService(
      argv as string[],
      flags,
      {
        ...(flags['service-time'] !== undefined && { serviceSeconds: flags['service-time'] }),
        ...(flags['goal-p95'] !== undefined && { goalP95Seconds: flags['goal-p95'] }),
        ...(flags['min-replicas'] !== undefined && { minReplicas: flags['min-replicas'] }),
        ...(flags['max-replicas'] !== undefined && { maxReplicas: flags['max-replicas'] }),
        concurrency: flags.concurrency,
        targetShare: flags.target / 100,
        days: flags.days,
        seed: flags.seed,
        interruptionsPerHour,
      },
      { talk: (text) => this.talk(text), signal: this.cancellation() },
    );
    if (!service.ok) this.usageError(service.error);
    const { of, currency, assumptions } = service.value;
    if (flags.strategies !== undefined) {
      const impossible = ids.find((id) => !isPossible(id, of));
      if (impossible !== undefined) this.usageError(`--strategies: ${impossible} ${needs[impossible] ?? ''}`);
    }
    endCancellation();
    const possible = ids.filter((id) => isPossible(id, of));
    const progress = progressLine(process.stderr);
    try {
      let done = 0;
      const results = compareStrategies(
        of,
        (id) => {
          progress.step(done, possible.length, `simulating ${done + 1} of ${possible.length}  ${id}`);
          done += 1;
        },
        possible,
      );
      const settings = flags.search
        ? searchSettings(of, undefined, (tried, total) =>
            progress.step(tried, total, `trying settings ${tried + 1} of ${total}`),
          )
        : undefined;
      progress.clear();
      const report = simulationReport(of, results, { currency, assumptions, ...(settings && { settings }) });
      if (flags.html !== undefined) await writeFile(flags.html, simulationHtml(report));
      if (flags.decisions !== undefined) {
        const best = (bestOf(report)?.id ?? possible[0]) as StrategyId;
        const replicas = results.find(({ id }) => id === best)?.scorecard.mostReplicas;
        const records: DecisionRecord[] = [];
        simulate(strategyScenario(best, of, replicas), (record) => records.push(record));
        await writeFile(flags.decisions, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
        this.talk(`${records.length} decisions of ${best} are in ${flags.decisions}`);
      }
      this.print(
        formatReport(report, flags.output, this.style, {
          text: (each, style) => simulationText(each, style),
          wide: (each, style) => simulationText(each, style, { wide: true }),
          rows: simulationRows,
        }),
      );
      if (flags.html !== undefined) this.talk(`the report is in ${flags.html}`);
    } catch (error) {
      if (error instanceof RangeError) this.usageError(error.message);
      throw error;
    } finally {
      progress.clear();
    }
  }

  #strategies(list: string | undefined): readonly StrategyId[] {
    if (list === undefined) return strategyIds;
    return list.split(',').map((name) => {
      const id = strategyIds.find((each) => each === name.trim());
      return id ?? this.usageError(`--strategies: ${name} is none of ${strategyIds.join(', ')}`);
    });
  }
}
