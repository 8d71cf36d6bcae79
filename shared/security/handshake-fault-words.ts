/**
 * The words for faults shown during handshakes, for screens and the command line: what each puts on the wire, what a
 * correct device does, and what came of it. Makes sentences from codes only.
 */
import type { FaultJudgement, FaultReaction } from './handshake-fault-verdict.ts';
import {
  type FaultGroup,
  type FaultId,
  type FaultRule,
  type FaultTarget,
  isFaultId,
  ruleOfFault,
  usualRules,
} from './handshake-faults.ts';

export interface FaultWords {
  title: string;
  /** What is on the wire. */
  shows: string;
  /** What has to be known besides. */
  note?: string;
}

export const faultGroupWords: Readonly<Record<FaultGroup, string>> = {
  time: 'Time',
  name: 'Name',
  trust: 'Trust',
  chain: 'Chain',
  key: 'Key and signature',
  tls: 'TLS',
  contents: 'Contents',
};

export const faultWords: Readonly<Record<FaultId, FaultWords>> = {
  expired: { title: 'Expired', shows: 'The certificate ended yesterday.' },
  'not-yet-valid': {
    title: 'Not yet valid',
    shows: 'The certificate begins tomorrow.',
  },
  'wrong-host': {
    title: 'Wrong host name',
    shows: 'CN and alternative names are those of another host.',
  },
  wildcard: {
    title: 'Wildcard name',
    shows: 'CN and alternative names begin with an asterisk.',
    note: 'With AllowCentralSystemTLSWildcards set to true a charge point may accept a wildcard that fits.',
  },
  'alternative-name-only': {
    title: 'No CN, alternative names only',
    shows: 'The host name stands in the alternative names; the subject has no CN.',
    note: 'The whitepaper looks at the CN; general TLS software is content with the alternative name.',
  },
  'cn-not-serial': {
    title: 'CN is not the serial number',
    shows: 'The CN of the client certificate is a text of its own.',
  },
  'another-station': {
    title: 'Certificate of another charge point',
    shows: 'A good certificate of the same operator with the serial number of a neighbour.',
  },
  'o-not-cpo': {
    title: 'O is not the operator',
    shows: 'O of the certificate names another organisation.',
    note: 'A Central System may take it for a certificate fresh from the factory and renew it.',
  },
  'wrong-ca': {
    title: 'Unknown authority',
    shows: 'The certificate is issued by a root made for this fault, which nobody has installed.',
  },
  'forged-issuer': {
    title: 'Forged signature',
    shows: 'The certificate names the right root as its issuer and is signed with another key.',
  },
  'self-signed': { title: 'Self-signed', shows: 'The certificate is signed with its own key.' },
  'no-certificate': {
    title: 'No certificate',
    shows: 'Asked for a certificate, the charge point sends none.',
  },
  revoked: {
    title: 'Revoked',
    shows: 'A good certificate that stands on the revocation list of its authority.',
    note: 'The device has to know the list: hand it over where it looks for it.',
  },
  'missing-intermediate': {
    title: 'Missing intermediate',
    shows: 'The certificate is issued below an authority whose certificate is not sent.',
  },
  'expired-intermediate': {
    title: 'Expired intermediate',
    shows: 'The certificate is good; the authority between it and the root ended yesterday.',
  },
  'issuer-not-authority': {
    title: 'Issuer is no authority',
    shows: 'The certificate is issued by one that says it may not issue any.',
  },
  'wrong-order': {
    title: 'Wrong order',
    shows: 'Two intermediate certificates are sent in each other’s place.',
    note: 'TLS 1.2 asks for order; most software puts it right.',
  },
  'oversized-chain': {
    title: 'Oversized chain',
    shows: 'Four intermediate certificates of six kilobytes each: more than one TLS record holds.',
  },
  'root-in-chain': {
    title: 'Root in the chain',
    shows: 'The root is sent along, which is not needed and harms nobody.',
  },
  'weak-rsa-1024': {
    title: 'RSA 1024',
    shows: 'The key of the certificate is RSA of 1024 bits; no better one is offered.',
    note: 'Seen only by a device that offers suites with RSA certificates.',
  },
  'weak-p192': {
    title: 'P-192',
    shows: 'The key of the certificate is on the curve P-192; no better one is offered.',
    note: 'A device that does not offer the curve ends it by that, as it must.',
  },
  'sha-1': { title: 'SHA-1', shows: 'The certificate is signed with SHA-1.' },
  'unasked-key': {
    title: 'Ed25519',
    shows: 'The key of the certificate is Ed25519, which the whitepaper does not name.',
  },
  'tls-1.1-only': { title: 'TLS 1.1 only', shows: 'Nothing newer than TLS 1.1 is spoken.' },
  'one-suite-only': {
    title: 'One suite only',
    shows: 'TLS 1.2 with one of the four suites of the whitepaper.',
  },
  'no-shared-suite': {
    title: 'No shared suite',
    shows:
      'The listener takes no suite that anybody offers; the charge point offers one without encryption.',
  },
  'missing-key-usage': {
    title: 'No key usage',
    shows: 'The certificate has neither key usage nor extended key usage.',
  },
  'wrong-purpose': {
    title: 'Wrong purpose',
    shows:
      'The extended key usage is that of the other side: client for a server, server for a client.',
  },
  'unknown-critical-extension': {
    title: 'Unknown critical extension',
    shows: 'The certificate has a critical extension that nobody knows.',
  },
  'authority-as-leaf': {
    title: 'Authority as leaf',
    shows: 'The certificate says that it may issue others (CA:TRUE).',
  },
  'crlf-pem': {
    title: 'PEM with CRLF',
    shows:
      'PEM inside OCPP messages has the line ends of Windows: CertificateSigned, InstallCertificate, SignCertificate.',
    note: 'The handshake stays as it is; look at the answer to those messages.',
  },
};

/** Of what a record has; a later program may know more faults. */
export function faultTitle(id: string): string {
  return isFaultId(id) ? faultWords[id].title : id;
}

const devices: Readonly<Record<FaultTarget, string>> = {
  listener: 'charge point',
  'charge-point': 'Central System',
};

/** Neighbours of one family by their last number: A00.FR.309, 310. */
function clauseList(clauses: readonly string[]): string {
  const family = (clause: string | undefined) => /^[A-Z]\d+\.FR\./.exec(clause ?? '')?.[0];
  return clauses
    .map((clause, index) => {
      const own = family(clause);
      const isRepeated = own !== undefined && own === family(clauses[index - 1]);
      return isRepeated ? clause.slice(own.length) : clause;
    })
    .join(', ');
}

function predicateOf({ demand, clauses, event }: FaultRule): string {
  const because = clauses.length === 0 ? '' : ` (${clauseList(clauses)})`;
  if (demand === 'either') return `may take it or refuse it${because}.`;
  if (demand === 'accept') return `must take it${because}.`;
  const after = event === undefined ? '' : ` and report ${event} once it is back`;
  return `must refuse it${after}${because}.`;
}

/** What a correct device under test does, with its clauses. */
export function demandOf(fault: FaultId, target: FaultTarget): string {
  const rule = ruleOfFault(fault, target);
  return rule === undefined ? '' : `A ${devices[target]} ${predicateOf(rule)}`;
}

/** What holds for most faults, said once for all of them. */
export function usualDemandOf(target: FaultTarget): string {
  return `Unless a line says otherwise, a ${devices[target]} ${predicateOf(usualRules[target])}`;
}

/** What holds instead of the usual, or the clauses that decide it besides; undefined for the usual alone. */
export function ownDemandOf(fault: FaultId, target: FaultTarget): string | undefined {
  const rule = ruleOfFault(fault, target);
  const usual = usualRules[target];
  if (rule === undefined) return undefined;
  if (rule.demand !== usual.demand || rule.event !== usual.event) {
    const predicate = predicateOf(rule);
    return predicate.charAt(0).toUpperCase() + predicate.slice(1);
  }
  const besides = rule.clauses.filter((clause) => !usual.clauses.includes(clause));
  return besides.length === 0 ? undefined : `${clauseList(besides)}.`;
}

export const faultJudgementWords: Readonly<Record<FaultJudgement, string>> = {
  'as-it-must': 'As it must',
  'must-not': 'Must not',
  'either-way': 'May do so',
  'not-seen': 'Not put to the test',
  open: 'Under way',
};

const reactions: Readonly<Record<FaultReaction, (device: string) => string>> = {
  'took-it': (device) => `The ${device} connected in spite of it.`,
  alert: (device) => `The ${device} refused with an alert.`,
  closed: (device) => `The ${device} ended the connection without an alert that can be read.`,
  'refused-upgrade': (device) => `The ${device} refused the upgrade.`,
  'no-agreement': () => 'The two sides had nothing in common, so that the handshake ended.',
  nothing: () => 'The connection ended for another reason or before the fault was shown.',
  'under-way': () => 'Nothing is decided yet.',
};

/** What the device did, in one or two sentences. */
export function reactionText(result: {
  target: FaultTarget;
  fault: FaultId;
  reaction: FaultReaction;
  alert?: string | undefined;
  status?: number | undefined;
  event?: 'seen' | 'awaited' | undefined;
}): string {
  const { target, fault, reaction, alert, status, event } = result;
  const device = devices[target];
  const said =
    reaction === 'took-it' && ruleOfFault(fault, target)?.demand !== 'refuse'
      ? `The ${device} connected.`
      : reaction === 'alert' && alert !== undefined
        ? `The ${device} refused with the alert ${alert}.`
        : reaction === 'refused-upgrade' && status !== undefined
          ? `The ${device} refused the upgrade with status ${status}.`
          : reactions[reaction](device);
  if (event === undefined) return said;
  const name = ruleOfFault(fault, target)?.event ?? '';
  const after = event === 'seen' ? `It reported ${name}.` : `${name} has not come yet.`;
  return `${said} ${after}`;
}
