import type { WhatIfSettings, WhatIfView } from '@kubectl-autoscale/core/language-server/protocol';

/** What the page of the what-if panel says to the extension. */
export type PageMessage =
  /** The page is there, for the first time or after it was hidden. */
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly settings: WhatIfSettings }
  | { readonly type: 'apply'; readonly settings: WhatIfSettings }
  | { readonly type: 'chooseData' };

/** What the extension says to the page. Markup in a view was made and escaped by the engine. */
export type PanelMessage =
  /** `isOther`: about another HPA than before. */
  | { readonly type: 'busy'; readonly isOther: boolean }
  | { readonly type: 'answer'; readonly view: WhatIfView }
  | { readonly type: 'problem'; readonly problem: string; readonly canChooseData: boolean }
  /** Something was done, or not: one sentence. */
  | { readonly type: 'note'; readonly text: string };
