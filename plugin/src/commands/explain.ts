import { fileRules, type Rule, rules } from '@kubectl-autoscale/core/lint';
import { nearest } from '@kubectl-autoscale/core/units';
import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { readRulePage } from '../composition/rule-pages.ts';
import { markdownText } from '../output/markdown-text.ts';
import { ruleListText, ruleSummaryPage } from '../output/rule-text.ts';

const described: readonly Pick<Rule, 'id' | 'meta'>[] = [...rules, ...Object.values(fileRules)];

export default class Explain extends AutoscaleCommand {
  static override summary =
    'Print the page of a lint rule: what it finds, why it matters, bad and good, the fix.';
  static override description =
    'Without a name it lists all rules. The pages are those of docs/rules. "explain hpa NAME" and "explain vpa NAME" tell why an ' +
    'autoscaler decides as it does.';
  static override examples = [
    { description: 'One rule', command: '<%= config.bin %> explain hpa-missing-request' },
    { description: 'All rules', command: '<%= config.bin %> explain' },
    { description: 'The decisions of an HPA', command: '<%= config.bin %> explain hpa llm-chat -n prod' },
  ];
  static override args = {
    subject: Args.string({ description: 'Name of a rule, as findings show it.' }),
  };

  async run(): Promise<void> {
    const { args } = await this.parse(Explain);
    if (args.subject === undefined) this.print(ruleListText(described, this.style));
    else await this.explainRule(args.subject);
  }

  private async explainRule(ruleId: string): Promise<void> {
    const rule = described.find(({ id }) => id === ruleId);
    if (rule === undefined) {
      const meant = nearest(
        ruleId,
        described.map(({ id }) => id),
      );
      this.usageError(
        `there is no rule ${ruleId}`,
        ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
        `"${this.config.bin} explain" lists all rules.`,
      );
    }
    const page = (await readRulePage(this.config.root, rule.id)) ?? ruleSummaryPage(rule);
    this.print(markdownText(page, this.style));
  }
}
