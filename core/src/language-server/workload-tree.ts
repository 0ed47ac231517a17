import type { CancellationToken, Connection } from 'vscode-languageserver';

import { type WorkloadNode, workloadTree } from '../language/index.ts';
import type { SurfacesContext } from './document-request.ts';
import { MESSAGES, type WorkloadTree } from './protocol/index.ts';

/** Answers which workloads of the open folders are autoscaled, with their findings and cost. */
export function serveWorkloadTree(
  connection: Connection,
  { folders, client: clientOf, rulePage }: SurfacesContext,
): void {
  connection.onRequest(MESSAGES.workloadTree, async (token: CancellationToken): Promise<WorkloadTree> => {
    const client = clientOf();
    const workloads: WorkloadNode[] = [];
    for (const folder of folders()?.all ?? []) {
      const result = await folder.lintAll(() => token.isCancellationRequested);
      // A manifest has changed on the way: the client is told, and asks again.
      if (!result || !client || !folder.settings.enable) continue;
      const addresses = { uriOf: (path: string) => folder.uriOf(path), rulePage };
      workloads.push(...workloadTree(folder.annotations(client), result.findings, addresses));
    }
    return { workloads };
  });
}
