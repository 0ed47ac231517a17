import type { HostPort } from '../../apis/host-port.ts';
import type { NodeFilter } from './node-filters.ts';

/** Two pods cannot have one port of one address; `0.0.0.0` is every address. */
export const nodePorts: NodeFilter = ({ hostPorts }, { pods }) => {
  if (hostPorts.length === 0) return [];
  for (const other of pods) {
    const taken = hostPorts.find((port) => other.hostPorts.some((held) => conflict(port, held)));
    if (!taken) continue;
    return [
      {
        plugin: 'NodePorts',
        reason: "node(s) didn't have free ports for the requested pod ports",
        detail: `${taken.protocol} ${taken.port} is held by ${other.namespace}/${other.name}`,
        unresolvable: false,
      },
    ];
  }
  return [];
};

function conflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.hostIP === b.hostIP || a.hostIP === '0.0.0.0' || b.hostIP === '0.0.0.0';
}
