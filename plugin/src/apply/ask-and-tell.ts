import { confirm } from '../command/confirm.ts';

export interface Asking {
  /** Nobody is asked. */
  readonly yes: boolean;
  readonly signal: AbortSignal;
  readonly talk: (text: string) => void;
}

/** Whether a shown change of `title` may be made. Where nobody can be asked it may not, and that is said. */
export async function agreed(title: string, { yes, signal, talk }: Asking): Promise<boolean> {
  if (yes) return true;
  const answer = await confirm(`Apply this to ${title}?`, signal);
  if (answer === undefined) {
    talk(`error: nobody can be asked here: pass --yes to apply ${title}, or --dry-run`);
  }
  if (answer === false) talk(`${title}: nothing was changed`);
  return answer === true;
}

/** `error: …`, and below it what may be done. */
export function tellRefusal(
  { reason, suggestions }: { readonly reason: string; readonly suggestions: readonly string[] },
  talk: (text: string) => void,
): void {
  talk(`error: ${reason}`);
  tellSuggestions(suggestions, talk);
}

export function tellSuggestions(suggestions: readonly string[], talk: (text: string) => void): void {
  suggestions.forEach((text, index) => talk(`  ${index === 0 ? 'you may' : 'or     '}   ${text}`));
}
