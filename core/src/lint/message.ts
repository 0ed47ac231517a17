/** Fills the `{placeholders}` of a message template; an unknown one is left as it stands. */
export function formatMessage(
  template: string,
  data: Readonly<Record<string, string | number>> | undefined,
): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(data?.[name] ?? placeholder));
}
