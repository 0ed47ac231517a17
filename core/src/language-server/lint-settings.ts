import {
  type ConfigProblem,
  defaultLintSettings,
  type LintSettings,
  parseLintConfig,
  parseMinorVersion,
} from '../lint/index.ts';
import type { FoundConfig } from './adapters.ts';
import type { LintOptions } from './protocol/index.ts';

/** How a folder is linted, with what could not be read of its configuration. */
export interface FolderLintSettings {
  readonly settings: LintSettings;
  readonly problems: readonly ConfigProblem[];
}

/** The configuration file of a folder with the editor's own settings laid over it. A file with mistakes counts as none. */
export function folderLintSettings(
  options: LintOptions,
  config: FoundConfig | undefined,
): FolderLintSettings {
  const parsed = config && parseLintConfig(config.text);
  const base = parsed?.ok === true ? parsed.value : defaultLintSettings;
  const versions = (['kubernetesVersion', 'clusterAutoscalerVersion', 'vpaVersion'] as const).flatMap(
    (key) => {
      const version = options[key] === '' ? undefined : parseMinorVersion(options[key]);
      return version === undefined ? [] : [[key, version] as const];
    },
  );
  return {
    settings: {
      ...base,
      // The defaults of these two settings say nothing, and must not undo what the file says.
      ...(options.preset === 'strict' ? { preset: options.preset } : {}),
      ...(options.scope === 'complete' ? { scope: options.scope } : {}),
      ...(options.cloud === 'none' ? {} : { cloud: options.cloud }),
      ...Object.fromEntries(versions),
      severities: { ...base.severities, ...options.severityOverrides },
    },
    problems: parsed?.ok === false ? parsed.error : [],
  };
}
