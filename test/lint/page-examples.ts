import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import type { UsageFacts } from '#core/lint/usage.ts';
import { parseMinorVersion } from '#core/lint/versions/minor-version.ts';

import { usageOfWeb } from './usage-facts.ts';

/** An example of a rule's page, and the settings that it is linted with. */
export interface PageExample {
  readonly settings: LintSettings;
  /** What was measured, where the example says so. */
  readonly usage?: UsageFacts;
  readonly yaml: string;
}

/**
 * The fenced block of a section. Its settings stand behind the language: `yaml kubernetes-version=1.34 scope=complete`; `demand=1..6` says between
 * how many cores the CPU of the Deployment web moved for a week.
 */
export function pageExample(page: string, section: 'Bad' | 'Good'): PageExample {
  const block = new RegExp(`^## ${section}\\n\\n\`\`\`yaml([^\\n]*)\\n([^]*?)\`\`\`$`, 'm').exec(page);
  if (!block) throw new Error(`no example under ${section}`);
  const given = new Map(
    (block[1] ?? '')
      .trim()
      .split(' ')
      .map((pair) => pair.split('=') as [string, string]),
  );
  const kubernetesVersion = parseMinorVersion(given.get('kubernetes-version') ?? '');
  const vpaVersion = parseMinorVersion(given.get('vpa-version') ?? '');
  const [p5, p95] = given.get('demand')?.split('..').map(Number) ?? [];
  const usage = p5 !== undefined && p95 !== undefined ? usageOfWeb({ demand: [p5, p95] }) : undefined;
  return {
    ...(usage ? { usage } : {}),
    yaml: block[2] ?? '',
    settings: {
      ...defaultLintSettings,
      scope: given.get('scope') === 'complete' ? 'complete' : 'open',
      ...(kubernetesVersion ? { kubernetesVersion } : {}),
      ...(vpaVersion ? { vpaVersion } : {}),
    },
  };
}
