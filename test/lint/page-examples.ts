import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import { parseMinorVersion } from '#core/lint/versions/minor-version.ts';

/** An example of a rule's page, and the settings that it is linted with. */
export interface PageExample {
  readonly settings: LintSettings;
  readonly yaml: string;
}

/** The fenced block of a section. Its settings stand behind the language: `yaml kubernetes-version=1.34 scope=complete`. */
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
  return {
    yaml: block[2] ?? '',
    settings: {
      ...defaultLintSettings,
      scope: given.get('scope') === 'complete' ? 'complete' : 'open',
      ...(kubernetesVersion ? { kubernetesVersion } : {}),
      ...(vpaVersion ? { vpaVersion } : {}),
    },
  };
}
