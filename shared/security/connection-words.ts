/**
 * Words for every way a connection can fail: what happened, what it means, what to do on which side.
 * Knows codes and parameters only; nothing here decides anything.
 */
import type { ConnectionFailure } from '../record/connection-facts.ts';
import { explainCredentialsMistake } from './basic-mistake-words.ts';
import type { ConnectionExplanation } from './connection-explanation.ts';
import { certificateFailureWords } from './connection-words-certificate.ts';
import { tlsWords } from './connection-words-tls.ts';
import { upgradeWords } from './connection-words-upgrade.ts';
import { revocationReasonWords } from './served-certificate-words.ts';

const words = { ...tlsWords, ...certificateFailureWords, ...upgradeWords };

export type TlsFailureCode = keyof typeof tlsWords | keyof typeof certificateFailureWords;
export type UpgradeRefusalCode = keyof typeof upgradeWords;
export type ConnectionFailureCode = keyof typeof words;

export const connectionFailureCodes: readonly ConnectionFailureCode[] =
  // Object.keys loses the key type; the object is a literal of this module.
  Object.keys(words) as ConnectionFailureCode[];

export function isConnectionFailureCode(code: string): code is ConnectionFailureCode {
  return Object.hasOwn(words, code);
}

/** Explanation with the facts of one failure as short sentences, for example which versions were offered. */
export interface ExplainedFailure extends ConnectionExplanation {
  facts: string[];
}

/** Explains a recorded failure. A code this program does not know (a newer capture) is shown as it is. */
export function explainConnectionFailure(
  failure: Pick<
    ConnectionFailure,
    'code' | 'alert' | 'verifyCode' | 'opensslCode' | 'parameters' | 'raw'
  >,
): ExplainedFailure {
  const explanation: ConnectionExplanation = isConnectionFailureCode(failure.code)
    ? words[failure.code]
    : {
        title: `Connection failed: ${failure.code}`,
        meaning: 'This version of the program has no words for this failure.',
      };
  const facts = failureFacts(failure);
  const [mistake, ...further] = credentialsMistakes(failure);
  if (mistake === undefined) return { ...explanation, facts };
  // What was done explains more than what was refused.
  const { facts: _, ...named } = explainCredentialsMistake({ code: mistake });
  return {
    ...named,
    facts: [
      ...further.map((code) => `Also: ${explainCredentialsMistake({ code }).title}.`),
      ...facts,
    ],
  };
}

/** Codes of what is wrong with the credentials of a refused attempt, where it could be named for certain. */
function credentialsMistakes({ parameters }: Pick<ConnectionFailure, 'parameters'>): string[] {
  const { mistakes } = parameters ?? {};
  return typeof mistakes === 'string' && mistakes !== '' ? mistakes.split(',') : [];
}

const parameterLabels: Record<string, string> = {
  offeredVersions: 'The charge point offers',
  acceptedVersions: 'The Central System accepts',
  offeredSuites: 'Suites of the charge point',
  acceptedSuites: 'Suites of the Central System',
  offeredGroups: 'Groups of the charge point',
  offeredSignatures: 'Signature algorithms of the charge point',
  serverName: 'Server name in the handshake (SNI)',
  host: 'Dialled',
  commonName: 'Common name (CN) of the certificate',
  alternativeNames: 'Alternative names of the certificate',
  found: 'In the certificate',
  expected: 'Expected',
  subject: 'Subject of the certificate',
  issuer: 'Issuer of the certificate',
  notAfter: 'Valid until',
  revokedAt: 'Revoked on',
  nextUpdate: 'The revocation list ended on',
  reason: 'Detail',
  identity: 'Identity in the URL',
  userName: 'User name',
  offeredSubprotocols: 'Offered sub-protocols',
  supportedSubprotocols: 'Sub-protocols spoken here',
  stationProfile: 'Security profile of the station',
  attemptedProfile: 'Security profile of the attempt',
  passwordBytes: 'Length of the password in bytes',
  status: 'HTTP status',
  method: 'Method',
  version: 'Version',
};

/** Why the issuer revoked it, or why that could not be found out, in words. */
function withRevocationReason(
  parameters: NonNullable<ConnectionFailure['parameters']>,
): NonNullable<ConnectionFailure['parameters']> {
  const { chain, reason } = parameters;
  if (chain !== 'revoked' && chain !== 'revocation-unknown') return parameters;
  return { ...parameters, reason: revocationReasonWords(String(reason)) };
}

function failureFacts(
  failure: Pick<
    ConnectionFailure,
    'alert' | 'verifyCode' | 'opensslCode' | 'parameters' | 'raw' | 'code'
  >,
): string[] {
  const facts: string[] = [];
  const { alert, verifyCode, parameters: found = {} } = failure;
  const parameters = withRevocationReason(found);
  if (alert) {
    const sender = alert.sentBy === 'charge-point' ? 'the charge point' : 'the Central System';
    facts.push(`TLS alert ${alert.number} (${alert.name}), sent by ${sender}.`);
  }
  for (const [name, label] of Object.entries(parameterLabels)) {
    const value = parameters[name];
    if (value !== undefined && value !== '') facts.push(`${label}: ${value}.`);
  }
  if (verifyCode !== undefined) facts.push(`Verify code: ${verifyCode}.`);
  if (failure.opensslCode !== undefined) facts.push(`OpenSSL code: ${failure.opensslCode}.`);
  if (failure.raw !== undefined) facts.push(`The library says: ${failure.raw}`);
  return facts;
}

/** The page a plain GET on an OCPP port is answered with, so that a phone can test whether the port is reachable. */
export function reachabilityPage(bench: {
  version: string;
  securityProfiles: readonly number[];
  /** URLs to enter in a charge point, without identity. */
  urls: readonly string[];
}): string {
  const profiles = bench.securityProfiles.join(', ').replace(/, (\d)$/, ' and $1');
  const plural = bench.securityProfiles.length === 1 ? 'profile' : 'profiles';
  return [
    `Benchpoint ${bench.version} is reachable.`,
    '',
    `This port speaks OCPP over WebSocket with security ${plural} ${profiles}.`,
    'It is meant for charge points, not for browsers. Enter this URL in the charge point, with its identity at the end:',
    '',
    ...bench.urls.map((url) => `  ${url.replace(/\/?$/, '/')}IDENTITY`),
    '',
  ].join('\n');
}
