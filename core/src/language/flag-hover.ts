import { clusterAutoscalersOf } from '../apis/cluster-autoscaler.ts';
import { clusterAutoscalerVersion } from '../lint/cluster-autoscaler-version.ts';
import type { LintSettings } from '../lint/settings.ts';
import { deprecationOf } from '../lint/versions/cluster-autoscaler-deprecations.ts';
import { flagStatus, flagTableCovers, isInFlagTable } from '../lint/versions/cluster-autoscaler-flags.ts';
import { formatMinorVersion, type MinorVersion } from '../lint/versions/minor-version.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import { defaultSettings } from '../nodes/index.ts';
import { escapeMarkdown } from '../units/markdown.ts';
import { FLAG_HELP } from './flag-help.ts';
import { editorRange } from './places.ts';
import type { EditorHover } from './protocol-shapes.ts';

/** What a flag of the Cluster Autoscaler at an offset does in the release that runs. Needs no data. */
export function flagHover(file: SourceFile, offset: number, settings: LintSettings): EditorHover | undefined {
  for (const { resources } of file.documents) {
    for (const resource of resources) {
      for (const view of clusterAutoscalersOf(resource.object)) {
        const flag = view.flags.find(({ path }) => {
          const { start, end } = resource.rangeOf(path);
          return offset >= start && offset <= end;
        });
        if (!flag) continue;
        const value = flagText(flag.name, clusterAutoscalerVersion(view, settings));
        const range = editorRange(file, resource.rangeOf(flag.path));
        return { contents: { kind: 'markdown', value }, range };
      }
    }
  }
  return undefined;
}

function flagText(name: string, running: MinorVersion | undefined): string {
  const isKnown = running !== undefined && isInFlagTable(running);
  const version = isKnown ? running : flagTableCovers.last;
  const help = Object.hasOwn(FLAG_HELP, name) ? FLAG_HELP[name] : undefined;
  const byDefault = name === 'expander' ? defaultSettings(version.minor).expanders.join(',') : help?.default;
  const release = `Cluster Autoscaler ${formatMinorVersion(version)}${isKnown ? '' : ', the newest that is known; the image names none'}`;
  return [
    `**--${escapeMarkdown(name)}**${byDefault === undefined ? '' : ` · default ${escapeMarkdown(byDefault)}`}`,
    ...(help ? [escapeMarkdown(help.does)] : []),
    ...statusText(name, version).map(escapeMarkdown),
    `*${escapeMarkdown(release)}*`,
  ].join('\n\n');
}

function statusText(name: string, version: MinorVersion): readonly string[] {
  const status = flagStatus(name, version);
  if (status === 'unknown') return ['No release that is known has this flag.'];
  if (status !== 'known') {
    return ['removedIn' in status ? `Removed in ${status.removedIn}.` : `Added in ${status.addedIn}.`];
  }
  const deprecation = deprecationOf(name, version);
  return deprecation ? [`Deprecated since ${deprecation.since}: ${deprecation.advice}.`] : [];
}
