/** The attributes that our palettes set and end. */
const OURS = String.raw`\u001b\[(?:1;)?(?:[0-2]|22|3[1-69])m`;
const CONTROLS = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)`;
const OURS_OR_CONTROL = new RegExp(`${OURS}|${CONTROLS}`, 'g');

/**
 * A text for a terminal: control characters of names and messages, which could move its cursor, set its title or hide what follows, become U+FFFD. Line
 * feeds, tabs and the attributes of our palettes stay.
 */
export function terminalText(text: string): string {
  return text.replace(OURS_OR_CONTROL, (found) => (found.length > 1 ? found : '\ufffd'));
}

/** JSON in which the control characters that JSON may hold as they are (DEL and C1) are written as escapes: the same data, safe to print. */
export function escapedControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
