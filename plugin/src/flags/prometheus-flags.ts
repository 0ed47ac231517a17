import { Flags } from '@oclif/core';

/** How to authenticate at Prometheus. Secrets come from files or the environment, never from the command line, where every process list shows them. */
export const prometheusAccessFlags = {
  'prometheus-token-file': Flags.string({
    summary: 'File that holds a bearer token (or set PROMETHEUS_TOKEN).',
    helpGroup: 'PROMETHEUS',
    helpValue: 'FILE',
  }),
  'prometheus-username': Flags.string({
    summary: 'User for basic authentication; the password comes from PROMETHEUS_PASSWORD.',
    helpGroup: 'PROMETHEUS',
  }),
  'prometheus-ca-file': Flags.string({
    summary: 'CA certificate, PEM.',
    helpGroup: 'PROMETHEUS',
    helpValue: 'FILE',
  }),
  'prometheus-cert-file': Flags.string({
    summary: 'Client certificate, PEM.',
    helpGroup: 'PROMETHEUS',
    helpValue: 'FILE',
    dependsOn: ['prometheus-key-file'],
  }),
  'prometheus-key-file': Flags.string({
    summary: 'Key of the client certificate, PEM.',
    helpGroup: 'PROMETHEUS',
    helpValue: 'FILE',
    dependsOn: ['prometheus-cert-file'],
  }),
  'prometheus-header': Flags.string({
    summary: 'Header to send, for example "X-Scope-OrgID: team-a"; may be repeated.',
    helpGroup: 'PROMETHEUS',
    helpValue: 'NAME: VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'prometheus-timeout': Flags.integer({
    summary: 'Seconds to wait for one answer; 10 when nothing says otherwise.',
    helpGroup: 'PROMETHEUS',
    min: 1,
  }),
};

/** Where Prometheus is, and how to authenticate there. */
export const prometheusFlags = {
  'prometheus-url': Flags.string({
    summary:
      'URL of Prometheus; else that of the configuration, of PROMETHEUS_URL, or the one found through the API server.',
    helpGroup: 'PROMETHEUS',
    helpValue: 'URL',
  }),
  'prometheus-service': Flags.string({
    summary: "Service to reach through the API server's proxy.",
    helpGroup: 'PROMETHEUS',
    helpValue: 'NAMESPACE/[https:]NAME:PORT',
    exclusive: ['prometheus-url'],
  }),
  ...prometheusAccessFlags,
};
