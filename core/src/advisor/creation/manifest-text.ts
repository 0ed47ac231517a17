import { type KubernetesObject, toYaml } from '../../manifest/index.ts';

const WIDEST = 110;

/** An object as a manifest, with what it rests on in comments above it. */
export function manifestText(object: KubernetesObject, basis: readonly string[]): string {
  return `${basis.flatMap(commentLines).join('')}${toYaml(object)}`;
}

/** `# …`, wrapped; further lines are indented. A control character would end the comment. */
function commentLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  // eslint-disable-next-line no-control-regex -- exactly these must not get into a comment
  for (const word of text.split(/[\s\u0000-\u001f\u0085\u2028\u2029]+/)) {
    if (line !== '#' && `${line} ${word}`.length > WIDEST) {
      lines.push(`${line}\n`);
      line = '#  ';
    }
    line = `${line} ${word}`;
  }
  return [...lines, `${line}\n`];
}
