/**
 * The same table inside out: what a charger that connected offered and did, held against the whitepaper's demands on
 * charge points. Pure: gets what the record has of its latest connections, gives lines.
 */
import type { ClientHelloFacts, TlsEstablishedFacts } from '../../record/connection-facts.ts';
import type { SecurityProfile } from '../security-profiles.ts';
import { cipherSuite, whitepaperClientOffer } from '../tls-registry.ts';
import { type SuiteDrawer, suitesIn } from './probe-facts.ts';
import type { ProbeLine, ProbeParameters, ProbeVerdict } from './probe-line.ts';

type Seen<Fact> = Fact & { seq: number };

/** The latest of each kind; absent when the charger never got so far. */
export interface ChargerFacts {
  hello?: Seen<{ facts: ClientHelloFacts }>;
  established?: Seen<{ facts: TlsEstablishedFacts }>;
  failure?: Seen<{ code: string; stage: string; alert: string; sentByCharger: boolean }>;
  request?: Seen<{
    /** Whether it came with credentials, and whether their user name is the identity. */
    basic: 'absent' | 'identity' | 'other-name' | 'unreadable';
    subprotocols: string[];
    secure: boolean;
  }>;
  response?: Seen<{ status: number; code: string; securityProfile?: number }>;
}

const onTls: SecurityProfile[] = [2, 3];

interface Found {
  verdict: ProbeVerdict;
  finding: string;
  parameters?: ProbeParameters;
}

function line(
  rest: Pick<ProbeLine, 'id' | 'group' | 'clause'> & Partial<ProbeLine>,
  seq: number | undefined,
  { verdict, finding, parameters = {} }: Found,
): ProbeLine {
  return {
    profiles: onTls,
    weight: 'must',
    ...rest,
    verdict,
    finding,
    parameters,
    evidence: seq === undefined ? [] : [seq],
  };
}

const holdsIf = (isRight: boolean): ProbeVerdict => (isRight ? 'holds' : 'breaks');
const names = (ids: readonly number[]): string => ids.map((id) => cipherSuite(id).name).join(', ');

function offeredOf(hello: ClientHelloFacts, drawers: readonly SuiteDrawer[]): number[] {
  const wanted = new Set(drawers.flatMap(suitesIn));
  return hello.suites.map(({ id }) => id).filter((id) => wanted.has(id));
}

function judgeHello(hello: ClientHelloFacts, seq: number): ProbeLine[] {
  const group = 'hello';
  const { versions, suites, serverName = '', compressionMethods, signatureSchemes } = hello;
  const isModern = versions.some((version) => version === 'TLS 1.2' || version === 'TLS 1.3');
  const offer = whitepaperClientOffer(suites.map(({ id }) => id));
  const unfit = offeredOf(hello, ['null', 'anonymous', 'export', 'rc4', 'des']);
  const dated = offeredOf(hello, ['cbc-rsa', 'cbc-ecdhe', 'dhe']);
  const compresses = compressionMethods.some((method) => method !== 0);
  const signsModern =
    signatureSchemes.length === 0 || signatureSchemes.some(({ name }) => /sha(256|384)/.test(name));
  return [
    line({ id: 'hello-versions', group, clause: 'A00.FR.312, 416' }, seq, {
      verdict: holdsIf(isModern),
      finding: isModern ? 'modern' : 'old',
      parameters: { versions: versions.join(', '), byteLength: hello.byteLength },
    }),
    line({ id: 'hello-suites', group, clause: 'A00.FR.318, 422' }, seq, {
      verdict: holdsIf(offer.satisfied),
      finding: offer.verdict,
      parameters: {
        offered: offer.offered.map(({ iana }) => iana).join(', '),
        missing: offer.missing.map(({ iana }) => iana).join(', '),
        count: suites.length,
      },
    }),
    line({ id: 'hello-unfit-suites', group, clause: 'A00.FR.319, 423' }, seq, {
      verdict: holdsIf(unfit.length === 0),
      finding: unfit.length === 0 ? 'none' : 'offered',
      parameters: { suites: names(unfit), count: unfit.length },
    }),
    line(
      { id: 'hello-dated-suites', group, weight: 'should', clause: 'A00.FR.324, 428; RFC 9325 §4' },
      seq,
      {
        verdict: holdsIf(dated.length === 0),
        finding: dated.length === 0 ? 'none' : 'offered',
        parameters: { suites: names(dated.slice(0, 3)), count: dated.length },
      },
    ),
    line({ id: 'hello-compression', group, clause: 'A00.FR.320, 424' }, seq, {
      verdict: holdsIf(!compresses),
      finding: compresses ? 'offered' : 'none',
    }),
    line({ id: 'hello-server-name', group, weight: 'info', clause: 'RFC 6066 §3' }, seq, {
      verdict: 'holds',
      finding: serverName === '' ? 'absent' : 'present',
      parameters: { serverName },
    }),
    line({ id: 'hello-groups', group, weight: 'info', clause: 'RFC 8422 §5.1' }, seq, {
      verdict: 'holds',
      finding: hello.groups.length === 0 ? 'absent' : 'present',
      parameters: { groups: hello.groups.map(({ name }) => name).join(', ') },
    }),
    line({ id: 'hello-signatures', group, weight: 'should', clause: 'A00.FR.506' }, seq, {
      verdict: holdsIf(signsModern),
      finding:
        signatureSchemes.length === 0 ? 'absent' : signsModern ? 'sha-256' : 'without-sha-256',
      parameters: { schemes: signatureSchemes.map(({ name }) => name).join(', ') },
    }),
  ];
}

/** A refusal shows that the certificate is checked; that a good one is accepted shows nothing. */
function judgeTrust({ established, failure }: ChargerFacts): ProbeLine {
  const rest = {
    id: 'behaviour-server-certificate',
    group: 'behaviour',
    weight: 'info',
    clause: 'A00.FR.307–310, 411–414',
  } as const;
  const refused = failure?.code.startsWith('server-certificate-') === true && failure.sentByCharger;
  const isLatest = (failure?.seq ?? 0) > (established?.seq ?? 0);
  if (refused && isLatest) {
    const parameters = { reason: failure.code, alert: failure.alert };
    return line(rest, failure.seq, { verdict: 'holds', finding: 'refused', parameters });
  }
  if (established === undefined) {
    return line(rest, failure?.seq, { verdict: 'unseen', finding: 'not-seen' });
  }
  const { serverKeyFamily = '' } = established.facts;
  const parameters = { family: serverKeyFamily };
  return line(rest, established.seq, { verdict: 'unseen', finding: 'accepted', parameters });
}

function judgeHandshake(facts: ChargerFacts): ProbeLine[] {
  const { established } = facts;
  const failure = facts.failure?.stage === 'tls' ? facts.failure : undefined;
  const group = 'behaviour';
  const handshake: Found =
    established !== undefined && established.seq > (failure?.seq ?? 0)
      ? {
          verdict: 'holds',
          finding: 'established',
          parameters: { version: established.facts.version, suite: established.facts.suite },
        }
      : failure !== undefined
        ? {
            verdict: 'breaks',
            finding: 'failed',
            parameters: { reason: failure.code, alert: failure.alert },
          }
        : { verdict: 'unseen', finding: 'not-seen' };
  const verification = established?.facts.peerVerification ?? 'not-asked';
  const certificate: Found =
    verification === 'not-asked'
      ? { verdict: 'unseen', finding: 'not-asked' }
      : verification === 'no-certificate'
        ? { verdict: 'unseen', finding: 'no-certificate' }
        : {
            verdict: holdsIf(verification === 'ok'),
            finding: verification === 'ok' ? 'good' : 'bad',
            parameters: { reason: verification },
          };
  return [
    line(
      { id: 'behaviour-handshake', group, clause: 'A00.FR.311, 415' },
      Math.max(established?.seq ?? 0, failure?.seq ?? 0) || undefined,
      handshake,
    ),
    judgeTrust(facts),
    line(
      { id: 'behaviour-client-certificate', group, profiles: [3], clause: 'A00.FR.401, 402' },
      established?.seq,
      certificate,
    ),
  ];
}

function judgeRequest({ request, response }: ChargerFacts): ProbeLine[] {
  const group = 'behaviour';
  const isSecure = request?.secure === true;
  const basic: Found =
    request === undefined
      ? { verdict: 'unseen', finding: 'not-seen' }
      : request.basic === 'absent'
        ? { verdict: 'unseen', finding: 'absent' }
        : { verdict: holdsIf(request.basic === 'identity'), finding: request.basic };
  const offers = request?.subprotocols.includes('ocpp1.6') === true;
  const profiles: SecurityProfile[] = isSecure ? [2, 3] : [0, 1];
  return [
    line(
      {
        id: 'behaviour-basic',
        group,
        profiles: [isSecure ? 2 : 1],
        clause: isSecure ? 'A00.FR.301–303' : 'A00.FR.202–204',
      },
      request?.seq,
      basic,
    ),
    line(
      { id: 'behaviour-subprotocol', group, profiles, clause: 'OCPP-J 1.6 §3.1' },
      request?.seq,
      {
        verdict: request === undefined ? 'unseen' : holdsIf(offers),
        finding: request === undefined ? 'not-seen' : offers ? 'offered' : 'not-offered',
        parameters: { subprotocols: request?.subprotocols.join(', ') ?? '' },
      },
    ),
    line(
      { id: 'behaviour-answer', group, profiles, weight: 'info', clause: 'A00.FR.002' },
      response?.seq,
      {
        verdict: response === undefined ? 'unseen' : 'holds',
        finding:
          response === undefined ? 'not-seen' : response.status === 101 ? 'let-in' : 'refused',
        parameters: {
          status: response?.status ?? 0,
          reason: response?.code ?? '',
          securityProfile: response?.securityProfile ?? -1,
        },
      },
    ),
  ];
}

/** The table of a charger, as far as it got. */
export function judgeCharger(facts: ChargerFacts): ProbeLine[] {
  const { hello } = facts;
  const onTlsLines =
    hello === undefined ? [] : [...judgeHello(hello.facts, hello.seq), ...judgeHandshake(facts)];
  return [...onTlsLines, ...judgeRequest(facts)];
}
