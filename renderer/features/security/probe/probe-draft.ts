/** The form of a probe: what is typed, and the request made of it. Secrets live here only as long as the tab is open. */
import type { ProbedTarget, ProbeRequest } from '../../../../shared/api/probe-contract.ts';
import { parseHostAndPort } from '../../../../shared/security/security-profiles.ts';

export interface ProbeDraft {
  url: string;
  identity: string;
  password: string;
  passwordForm: 'text' | 'hex';
  /** Empty: none; `paste`: the PEM below; else the id of one of the bench's. */
  certificate: string;
  certPem: string;
  keyPem: string;
  roots: string;
  systemRoots: boolean;
  serverName: string;
  connectTo: string;
  askUnknownIdentity: boolean;
}

export const pastedCertificate = 'paste';

export const emptyDraft: ProbeDraft = {
  url: 'wss://',
  identity: '',
  password: '',
  passwordForm: 'text',
  certificate: '',
  certPem: '',
  keyPem: '',
  roots: '',
  systemRoots: false,
  serverName: '',
  connectTo: '',
  askUnknownIdentity: true,
};

/** The target of a report, to be probed again; what is secret has to be typed again. */
export function draftOf(target: ProbedTarget): ProbeDraft {
  const {
    url,
    identity = '',
    certificateId = '',
    systemRoots,
    serverName = '',
    connectTo,
  } = target;
  const port = connectTo?.port === undefined ? '' : `:${connectTo.port}`;
  return {
    ...emptyDraft,
    ...{ url, identity, certificate: certificateId, systemRoots, serverName },
    connectTo: connectTo === undefined ? '' : `${connectTo.host}${port}`,
  };
}

function connectToOf(text: string): ProbeRequest['connectTo'] {
  const parsed = parseHostAndPort(text);
  if (parsed.ok) return parsed.value;
  return { host: text.replace(/^\[(.*)\]$/, '$1') };
}

export function requestOf(draft: ProbeDraft): Omit<ProbeRequest, 'timeLimitMs'> {
  const { url, identity, password, certificate, certPem, keyPem, roots, connectTo } = draft;
  const hasIdentity = identity.trim() !== '';
  const isPasted = certificate === pastedCertificate;
  return {
    url: url.trim(),
    ...(hasIdentity ? { identity: identity.trim() } : {}),
    ...(password === '' || !hasIdentity
      ? {}
      : draft.passwordForm === 'hex'
        ? { authorizationKeyHex: password.trim() }
        : { password }),
    ...(isPasted ? { certificate: { certPem, keyPem } } : {}),
    ...(certificate === '' || isPasted ? {} : { certificateId: certificate }),
    rootsPem: roots.trim() === '' ? [] : [roots],
    systemRoots: draft.systemRoots,
    ...(draft.serverName === '' ? {} : { serverName: draft.serverName }),
    ...(connectTo.trim() === '' ? {} : { connectTo: connectToOf(connectTo.trim()) }),
    askUnknownIdentity: draft.askUnknownIdentity,
  };
}

/** Nothing to send yet: the button waits. */
export function isReady({ url, certificate, certPem, keyPem }: ProbeDraft): boolean {
  const hasHost = /^wss?:\/\/[^/]/.test(url.trim());
  return hasHost && (certificate !== pastedCertificate || (certPem !== '' && keyPem !== ''));
}
