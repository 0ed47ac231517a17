import { runningContainers } from '../apis/pod-template.ts';
import type { VpaView } from '../apis/vpa.ts';
import { formatQuantity } from '../units/index.ts';
import { controlledContainers, updateModeOf } from '../vpa/index.ts';
import type { RightsizeVpa } from './rightsize-report.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The VPA that sets requests of the workload's pods, if any does: one in mode Off only recommends. */
export function controllingVpa(facts: WorkloadFacts): RightsizeVpa | undefined {
  const names = runningContainers(facts.workload.template).map(({ name }) => name);
  for (const vpa of facts.vpas) {
    const containers = controlledContainers(vpa, names);
    const mode = updateModeOf(vpa.updatePolicy?.updateMode);
    if (mode !== undefined && containers.length > 0) return controlBy(vpa, mode, [...containers]);
  }
  return undefined;
}

function controlBy(vpa: VpaView, updateMode: string, containers: string[]): RightsizeVpa {
  const name = vpa.metadata.name ?? '';
  const targets = (vpa.status?.recommendations ?? [])
    .filter(({ containerName }) => containers.includes(containerName))
    .map(({ containerName, target }) => {
      const amounts = Object.entries(target).map(
        ([resource, amount]) => `${resource} ${formatQuantity(amount)}`,
      );
      return `${containerName} ${amounts.join(', ')}`;
    });
  const now = targets.length === 0 ? 'it has no recommendation yet' : `it gives ${targets.join('; ')}`;
  return {
    name,
    updateMode,
    containers,
    text:
      `VPA ${name} (${updateMode}) sets the requests of ${containers.join(', ')} when a pod starts, whatever the template says: ${now}. ` +
      'To bound it, set minAllowed and maxAllowed in its resourcePolicy; to take over, set its updateMode to Off first',
  };
}
