import { booleanAt, type FieldPath, integerAt, itemsAt, stringAt } from './field-values.ts';

/** A port of the node that a pod takes. */
export interface HostPort {
  /** `0.0.0.0` (every address) where none is written. */
  readonly hostIP: string;
  /** `TCP` where none is written. */
  readonly protocol: string;
  readonly port: number;
}

/**
 * The host ports of a pod's containers and sidecars. On the host's network every container port is one, as the
 * API server fills in (`SetDefaults_PodSpec`, Kubernetes 1.36).
 */
export function hostPortsAt(root: unknown, ...spec: FieldPath): readonly HostPort[] {
  const onHostNetwork = booleanAt(root, ...spec, 'hostNetwork') ?? false;
  const sidecars = itemsAt(root, ...spec, 'initContainers').filter(
    (container) => stringAt(container, 'restartPolicy') === 'Always',
  );
  return [...sidecars, ...itemsAt(root, ...spec, 'containers')].flatMap((container) =>
    itemsAt(container, 'ports').flatMap((entry) => {
      const port = integerAt(entry, 'hostPort') || (onHostNetwork && integerAt(entry, 'containerPort'));
      if (!port) return [];
      return [
        {
          hostIP: stringAt(entry, 'hostIP') || '0.0.0.0',
          protocol: stringAt(entry, 'protocol') || 'TCP',
          port,
        },
      ];
    }),
  );
}
