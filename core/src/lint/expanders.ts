/** The expanders that Cluster Autoscaler knows (expander/expander.go, 1.36.1). */
export const EXPANDERS = ['random', 'most-pods', 'least-waste', 'least-nodes', 'price', 'priority', 'grpc'];
