/** The label by which nodes tell their zone, and by which pods are spread over zones. */
export const zoneLabel = 'topology.kubernetes.io/zone';
