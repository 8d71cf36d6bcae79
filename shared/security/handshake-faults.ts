/**
 * The faults that the bench puts in front of a device under test during the handshake: which there are, for whom, what
 * a correct device does and by which clause. Facts only; the words are in `handshake-fault-words.ts`.
 * Knows nothing of how a fault is made.
 */

/** Who shows the fault: a listener to a charge point under test, an emulated charge point to a Central System. */
export type FaultTarget = 'listener' | 'charge-point';

export const faultGroups = ['time', 'name', 'trust', 'chain', 'key', 'tls', 'contents'] as const;
export type FaultGroup = (typeof faultGroups)[number];

/** `either`: no clause decides it. */
export type FaultDemand = 'refuse' | 'accept' | 'either';

export interface FaultRule {
  demand: FaultDemand;
  /** Whitepaper or RFC that decides it. */
  clauses: readonly string[];
  /** The security event that a charge point sends afterwards (Whitepaper A04). */
  event?: 'InvalidCentralSystemCertificate' | 'InvalidTLSVersion' | 'InvalidTLSCipherSuite';
}

export interface HandshakeFault {
  group: FaultGroup;
  /** What is wrong is in a certificate; the others are wrong in TLS or in OCPP. */
  certificate: boolean;
  listener?: FaultRule;
  chargePoint?: FaultRule;
}

const badServer: FaultRule = {
  demand: 'refuse',
  clauses: ['A00.FR.309', 'A00.FR.310', 'A00.FR.413', 'A00.FR.414'],
  event: 'InvalidCentralSystemCertificate',
};
const badName: FaultRule = {
  ...badServer,
  clauses: ['A00.FR.308', 'A00.FR.309', 'A00.FR.310', 'A00.FR.412'],
};
const badClient: FaultRule = { demand: 'refuse', clauses: ['A00.FR.403', 'A00.FR.407'] };
const undecided: FaultRule = { demand: 'either', clauses: [] };
const harmless: FaultRule = { demand: 'accept', clauses: [] };
const with5280 = (rule: FaultRule, section: string): FaultRule => ({
  ...rule,
  clauses: [`RFC 5280 §${section}`, ...rule.clauses],
});

const certificateFault = (
  group: FaultGroup,
  rules: { listener?: FaultRule; chargePoint?: FaultRule },
): HandshakeFault => ({ group, certificate: true, ...rules });
const bothRefuse = (group: FaultGroup): HandshakeFault =>
  certificateFault(group, { listener: badServer, chargePoint: badClient });
const bothUndecided = (group: FaultGroup): HandshakeFault =>
  certificateFault(group, { listener: undecided, chargePoint: undecided });

/** In the order in which they are shown. */
export const handshakeFaults = {
  expired: bothRefuse('time'),
  'not-yet-valid': bothRefuse('time'),
  'wrong-host': certificateFault('name', { listener: badName }),
  wildcard: certificateFault('name', { listener: badName }),
  'alternative-name-only': certificateFault('name', {
    listener: { demand: 'either', clauses: ['A00.FR.308', 'A00.FR.412', 'A00.FR.510'] },
  }),
  'cn-not-serial': certificateFault('name', {
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.405', 'A00.FR.407'] },
  }),
  'another-station': certificateFault('name', {
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.405', 'A00.FR.407', 'A00.FR.427'] },
  }),
  'o-not-cpo': certificateFault('name', {
    listener: { demand: 'either', clauses: ['A00.FR.509'] },
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.404', 'A00.FR.407'] },
  }),
  'wrong-ca': bothRefuse('trust'),
  'forged-issuer': bothRefuse('trust'),
  'self-signed': bothRefuse('trust'),
  'no-certificate': certificateFault('trust', { chargePoint: badClient }),
  revoked: certificateFault('trust', {
    listener: undecided,
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.704', 'A00.FR.407'] },
  }),
  'missing-intermediate': bothRefuse('chain'),
  'expired-intermediate': bothRefuse('chain'),
  'issuer-not-authority': certificateFault('chain', {
    listener: with5280(badServer, '4.2.1.9'),
    chargePoint: with5280(badClient, '4.2.1.9'),
  }),
  'wrong-order': bothUndecided('chain'),
  'oversized-chain': bothUndecided('chain'),
  'root-in-chain': certificateFault('chain', { listener: harmless, chargePoint: harmless }),
  'weak-rsa-1024': certificateFault('key', {
    listener: { ...badServer, clauses: ['A00.FR.502', ...badServer.clauses] },
    chargePoint: { ...badClient, clauses: ['A00.FR.502', ...badClient.clauses] },
  }),
  'weak-p192': certificateFault('key', {
    listener: { ...badServer, clauses: ['A00.FR.503', ...badServer.clauses] },
    chargePoint: { ...badClient, clauses: ['A00.FR.503', ...badClient.clauses] },
  }),
  'sha-1': certificateFault('key', {
    listener: { demand: 'either', clauses: ['A00.FR.506'] },
    chargePoint: { demand: 'either', clauses: ['A00.FR.506'] },
  }),
  'unasked-key': bothUndecided('key'),
  'tls-1.1-only': {
    group: 'tls',
    certificate: false,
    listener: {
      demand: 'refuse',
      clauses: ['A00.FR.315', 'A00.FR.419'],
      event: 'InvalidTLSVersion',
    },
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.314', 'A00.FR.418'] },
  },
  'one-suite-only': {
    group: 'tls',
    certificate: false,
    listener: { demand: 'either', clauses: ['A00.FR.318', 'A00.FR.422'] },
    chargePoint: { demand: 'accept', clauses: ['A00.FR.317', 'A00.FR.421'] },
  },
  'no-shared-suite': {
    group: 'tls',
    certificate: false,
    listener: {
      demand: 'refuse',
      clauses: ['A00.FR.318', 'A00.FR.422'],
      event: 'InvalidTLSCipherSuite',
    },
    chargePoint: { demand: 'refuse', clauses: ['A00.FR.317', 'A00.FR.421'] },
  },
  'missing-key-usage': certificateFault('contents', {
    listener: { demand: 'either', clauses: ['A00.FR.512'] },
    chargePoint: { demand: 'either', clauses: ['A00.FR.512'] },
  }),
  'wrong-purpose': certificateFault('contents', {
    listener: with5280(badServer, '4.2.1.12'),
    chargePoint: with5280(badClient, '4.2.1.12'),
  }),
  'unknown-critical-extension': certificateFault('contents', {
    listener: with5280(badServer, '4.2'),
    chargePoint: with5280(badClient, '4.2'),
  }),
  'authority-as-leaf': bothUndecided('contents'),
  'crlf-pem': {
    group: 'contents',
    certificate: false,
    listener: { demand: 'accept', clauses: ['RFC 7468 §3'] },
    chargePoint: { demand: 'accept', clauses: ['RFC 7468 §3'] },
  },
} as const satisfies Record<string, HandshakeFault>;

export type FaultId = keyof typeof handshakeFaults;

// Object.keys loses the key type; the object is a literal of this module.
export const faultIds = Object.keys(handshakeFaults) as [FaultId, ...FaultId[]];

export const isFaultId = (text: string): text is FaultId => Object.hasOwn(handshakeFaults, text);

/** What holds for most faults. */
export const usualRules: Readonly<Record<FaultTarget, FaultRule>> = {
  listener: badServer,
  'charge-point': badClient,
};

/** What holds for this target; undefined where the fault is not for it. */
export function ruleOfFault(id: FaultId, target: FaultTarget): FaultRule | undefined {
  const fault: HandshakeFault = handshakeFaults[id];
  return target === 'listener' ? fault.listener : fault.chargePoint;
}

/** On profile 2 a charge point shows no certificate that could be wrong, and below that there is no TLS. */
export const profileToShow = (id: FaultId): 2 | 3 => (handshakeFaults[id].certificate ? 3 : 2);

/** The faults that this target can show, in order. */
export function faultsFor(target: FaultTarget): FaultId[] {
  return faultIds.filter((id) => ruleOfFault(id, target) !== undefined);
}

/** The suites of which `one-suite-only` leaves one (Whitepaper A00.FR.317), as OpenSSL spells them. */
export const singleSuites = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
] as const;
export type SingleSuite = (typeof singleSuites)[number];
