import type { CreationPlan } from '@kubectl-autoscale/core/advisor';
import { deployment, parseWorkloadRef, type WorkloadRef } from '@kubectl-autoscale/core/apis';

import { applyObject } from '../apply/apply-object.ts';
import { tellRefusal, tellSuggestions } from '../apply/ask-and-tell.ts';
import { openClusterWriter } from '../composition/cluster-writer.ts';
import type { CreationSourceFlags, OpenCreationSources } from '../composition/creation-source-flags.ts';
import { writeNewManifest } from '../composition/new-manifest.ts';
import { creationText } from '../output/creation-text.ts';
import { structuredText } from '../output/structured-text.ts';
import { terminalStyle } from '../output/terminal-style.ts';
import { AutoscaleCommand } from './autoscale-command.ts';
import { EXIT_CODES } from './exit-codes.ts';

export interface CreationFlagValues extends CreationSourceFlags {
  readonly deployment?: string | undefined;
  readonly target?: WorkloadRef | undefined;
  readonly output: 'yaml' | 'json';
  readonly out?: string | undefined;
  readonly apply: boolean;
  readonly 'force-conflicts': boolean;
  readonly 'dry-run': boolean;
  readonly yes: boolean;
}

/** What `create-hpa` and `create-vpa` share: saying what was found, and printing, writing or applying the object. */
export abstract class CreationCommand extends AutoscaleCommand {
  protected targetOf({ deployment: name, target }: CreationFlagValues): WorkloadRef {
    if (target !== undefined) return target;
    const parsed = parseWorkloadRef(`deployment/${name ?? ''}`);
    if (!parsed.ok) this.usageError(`--deployment: ${parsed.error.message}`);
    return { ...deployment, name: parsed.value.name };
  }

  /** An error among the problems or findings keeps the object from being applied, and from being called fine. */
  protected async deliver(
    plan: CreationPlan,
    flags: CreationFlagValues,
    sources: OpenCreationSources,
    signal: AbortSignal,
  ): Promise<void> {
    process.stderr.write(creationText(plan, terminalStyle(process.stderr, process.env), this.config.version));
    const isWrong =
      plan.problems.some(({ severity }) => severity === 'error') ||
      plan.lint.findings.some(({ severity }) => severity === 'error');
    if (flags.apply) {
      if (isWrong) {
        tellRefusal({ reason: 'not applied: see above', suggestions: [] }, (text) => this.talk(text));
        this.exit(EXIT_CODES.findings);
      }
      await this.#apply(plan, flags, sources, signal);
      return;
    }
    if (flags.out === undefined) {
      this.print(flags.output === 'json' ? structuredText(plan.object, 'json') : plan.manifest);
    } else {
      await this.#write(plan, flags.out, flags.output);
    }
    if (isWrong) this.exit(EXIT_CODES.findings);
  }

  async #apply(
    { object }: CreationPlan,
    flags: CreationFlagValues,
    { cluster }: OpenCreationSources,
    signal: AbortSignal,
  ): Promise<void> {
    if (cluster === undefined) this.usageError('--apply needs a cluster');
    const done = await applyObject(object, {
      cluster,
      writer: await openClusterWriter(flags),
      palette: this.style.palette,
      signal,
      show: (text) => this.print(text),
      talk: (text) => this.talk(text),
      writeInstead: 'write the manifest into your checkout with --out DIR',
      force: flags['force-conflicts'],
      dryRun: flags['dry-run'],
      yes: flags.yes,
    });
    if (!done) this.exit(EXIT_CODES.usage);
  }

  async #write({ object, manifest }: CreationPlan, place: string, output: 'yaml' | 'json'): Promise<void> {
    const text = output === 'json' ? structuredText(object, 'json') : manifest;
    const outcome = await writeNewManifest(place, object, text);
    if (outcome.kind === 'refused') {
      tellRefusal(outcome, (line) => this.talk(line));
      this.exit(EXIT_CODES.usage);
    }
    this.talk(`wrote ${outcome.path}`);
    if (outcome.hint !== undefined) tellSuggestions([outcome.hint], (line) => this.talk(line));
  }
}
