import type { KnownEvent } from '@kubectl-autoscale/core/forecast';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

import { CONFIG_FILE_NAME, ConfigFiles } from './config-files.ts';

/** The events of the configuration that is named, or of the one nearest above the current folder. */
export async function openKnownEvents(
  named: string | undefined,
): Promise<Result<readonly KnownEvent[], readonly string[]>> {
  const files = new ConfigFiles('/');
  const found =
    named === undefined
      ? await files.forFile(`${process.cwd()}/${CONFIG_FILE_NAME}`)
      : await files.named(named);
  return found.ok ? ok(found.value?.events ?? []) : fail(found.error);
}
