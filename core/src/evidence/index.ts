export type { Basis } from './basis.ts';
export type { Reason } from './reason.ts';
