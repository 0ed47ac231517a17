/** The namespace that a command looks at, as kubectl has it: all (`undefined`) with `-A`, else the named one, else that of the context. */
export function askedNamespace(
  flags: { readonly namespace?: string | undefined; readonly 'all-namespaces': boolean },
  { defaultNamespace }: { readonly defaultNamespace: string },
): string | undefined {
  return flags['all-namespaces'] ? undefined : (flags.namespace ?? defaultNamespace);
}
