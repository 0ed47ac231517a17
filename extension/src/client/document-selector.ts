import * as vscode from 'vscode';

const LANGUAGES = ['yaml', 'helm'];
/** Of disk, not yet saved, and of a folder that is not on disk. Not of a version control system or an output panel. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'];

/** The documents that the server looks at. */
export const documentSelector = LANGUAGES.flatMap((language) =>
  SCHEMES.map((scheme) => ({ language, scheme })),
);

export function isSelected(document: vscode.TextDocument): boolean {
  return vscode.languages.match(documentSelector, document) > 0;
}
