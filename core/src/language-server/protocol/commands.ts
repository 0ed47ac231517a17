/** Commands that the server offers by `workspace/executeCommand`. */
export const SERVER_COMMANDS = {
  /** Reads the data of all folders again. No arguments. */
  refreshData: 'kubectlAutoscale.server.refreshData',
} as const;

/** Commands that lenses, hovers and code actions refer to and that the client implements. */
export const CLIENT_COMMANDS = {
  /** Shows what is known of a workload: one {@link ShowWorkloadArgument}. */
  showWorkload: 'kubectlAutoscale.showWorkload',
  /** Opens the page of a rule: one {@link ExplainRuleArgument}. */
  explainRule: 'kubectlAutoscale.explainRule',
  /** Applies the right-size code action of a workload: one {@link ShowWorkloadArgument}. */
  rightSize: 'kubectlAutoscale.rightSizeWorkload',
  /** Opens the what-if panel of an HPA or of the workload that it scales: one {@link ShowWorkloadArgument}; none: at the cursor. */
  whatIf: 'kubectlAutoscale.whatIf',
  /** Lets the user choose where data comes from. No arguments. */
  chooseData: 'kubectlAutoscale.chooseDataSource',
} as const;

/** A workload, and where the lens or link stands that was followed. */
export interface ShowWorkloadArgument {
  readonly uri: string;
  /** Counted from 0, in the position encoding that was agreed. */
  readonly position: { readonly line: number; readonly character: number };
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface ExplainRuleArgument {
  readonly ruleId: string;
  /** Page of the documentation. */
  readonly url: string;
}

/** The kind of the code action that applies every safe fix of a document. */
export const FIX_ALL_KIND = 'source.fixAll.kubectl-autoscale';
