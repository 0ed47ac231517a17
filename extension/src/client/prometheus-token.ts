import * as vscode from 'vscode';

const KEY = 'prometheusToken';

/** The bearer token for Prometheus, in the editor's secret storage: never in a settings file. */
export interface PrometheusTokenStore {
  read(): Promise<string | undefined>;
  onDidChange(listener: () => unknown): vscode.Disposable;
}

export function prometheusToken(secrets: vscode.SecretStorage): PrometheusTokenStore {
  return {
    read: async () => (await secrets.get(KEY)) || undefined,
    onDidChange: (listener) =>
      secrets.onDidChange(({ key }) => {
        if (key === KEY) listener();
      }),
  };
}

/** Asks for the token and keeps it; an empty answer removes it. False where the user went away. */
export async function askForPrometheusToken(secrets: vscode.SecretStorage): Promise<boolean> {
  const token = await vscode.window.showInputBox({
    title: 'Bearer token for Prometheus',
    prompt: "Kept in the editor's secret storage. Leave empty where Prometheus asks for none.",
    password: true,
    ignoreFocusOut: true,
  });
  if (token === undefined) return false;
  await (token.trim() === '' ? secrets.delete(KEY) : secrets.store(KEY, token.trim()));
  return true;
}
