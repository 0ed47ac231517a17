export type { TlsOptions } from './agents.ts';
export {
  basicAuthentication,
  bearerToken,
  bearerTokenFile,
  type CredentialProvider,
  type HttpCredentials,
} from './credentials.ts';
export { createHttpTransport, type HttpTransportOptions } from './http-transport.ts';
export { sleep } from './sleep.ts';
export { type SplitUrl, splitUrlCredentials, withoutUserInfo } from './urls.ts';
