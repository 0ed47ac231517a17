/** How much of a document is looked at. A manifest says what it is in its first lines. */
const SNIFF_CHARACTERS = 8192;

/** Whether a text begins like Kubernetes manifests: some document has both `apiVersion` and `kind` at its first level. */
export function looksLikeManifest(text: string): boolean {
  const head = text.slice(0, SNIFF_CHARACTERS);
  return /^apiVersion\s*:/m.test(head) && /^kind\s*:/m.test(head);
}
