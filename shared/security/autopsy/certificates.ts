/**
 * The certificates of both sides: who showed what, and the rules it breaks. Where the record has no certificate (the
 * handshake was encrypted or ended early) that is what the step says.
 */
import {
  type CertificateRuleResult,
  judgeChargePointCertificate,
  judgeServerCertificate,
} from '../certificate-rules.ts';
import type { Evidence, Told } from './evidence.ts';
import type { AutopsyStep, StepDetail } from './model.ts';
import { joined, step } from './steps.ts';

interface Shown {
  chain: readonly string[];
  told: Told<unknown>;
}

/**
 * The chain of one side: from the finished handshake, else as it passed in clear. That an emulated charge point holds a
 * certificate does not say that it was asked for it.
 */
function shownBy(evidence: Evidence, who: 'csms' | 'charge-point'): Shown | undefined {
  const { established, certificates, role } = evidence;
  const isMerelyHeld = who === 'charge-point' && role === 'charge-point';
  const chain = role === who ? established?.value.ownChain : established?.value.peerChain;
  if (established !== undefined && chain !== undefined && !isMerelyHeld)
    return { chain, told: established };
  const passed = certificates[who];
  return passed === undefined ? undefined : { chain: passed.value.chain, told: passed };
}

function chainDetail(
  { certificateOf }: Evidence,
  chain: readonly string[],
  rules: CertificateRuleResult[],
): StepDetail {
  const views = chain.map(certificateOf).filter((view) => view !== undefined);
  return {
    kind: 'chain',
    entries: views.map((certificate, index) => ({ certificate, rules: index === 0 ? rules : [] })),
    unreadable: chain.length - views.length,
  };
}

/** No ServerHello was agreed on, so nobody showed a certificate. */
function endedBeforeCertificates({ failed, inFull, serverHello, role }: Evidence): boolean {
  if (failed === undefined) return false;
  if (inFull && serverHello === undefined) return true;
  return role === 'csms' && /^tls-(no-shared-|hello-)/.test(failed.value.code);
}

/** Every message was seen in passing, and it ended before the charge point's certificate was due. */
function endedInClear({ failed, inFull, serverHello, established }: Evidence): boolean {
  const isClear = serverHello !== undefined && serverHello.value.version !== 'TLS 1.3';
  return failed !== undefined && established === undefined && inFull && isClear;
}

const broken = (rules: readonly CertificateRuleResult[]) =>
  rules.filter(({ holds, severity }) => !holds && severity !== 'info');

/** Red is for what ended the attempt; whoever let it pass all the same leaves a remark. */
const toneOf = (isWrong: boolean): 'green' | 'amber' => (isWrong ? 'amber' : 'green');

const commonNameOf = (view: ReturnType<Evidence['certificateOf']>): string =>
  view?.subject.attributes.find(({ name }) => name === 'CN')?.value ?? '';

/** The host that was dialled, or that the charge point named in its hello. */
function dialledHost({ role, opened, hello, failed }: Evidence): string | undefined {
  const url = opened?.value.url;
  const inUrl = url === undefined ? undefined : /^wss?:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1];
  const host = failed?.value.parameters?.host;
  if (role === 'charge-point') return inUrl ?? (typeof host === 'string' ? host : undefined);
  return hello?.value.serverName;
}

export function serverCertificateStep(evidence: Evidence): AutopsyStep | undefined {
  const shown = shownBy(evidence, 'csms');
  const { role, established, response } = evidence;
  const who = role === 'csms' ? 'ours' : 'theirs';
  if (shown === undefined) {
    if (evidence.hello === undefined || endedBeforeCertificates(evidence)) return undefined;
    return step('server-certificate', 'unknown', `certificate-not-seen-${who}`, {
      parameters: { inFull: evidence.inFull },
    });
  }
  const [leaf] = shown.chain;
  const view = leaf === undefined ? undefined : evidence.certificateOf(leaf);
  const parameters = { subject: view?.subject.text ?? '', certificates: shown.chain.length };
  if (view === undefined) {
    return step('server-certificate', 'red', 'certificate-unreadable', {
      parameters,
      evidence: [shown.told],
    });
  }
  const host = dialledHost(evidence);
  const rules = judgeServerCertificate(view, {
    hostName: host ?? commonNameOf(view),
    // Profile 3 is the stricter of the two; the answer tells which one it came to.
    securityProfile: response?.value.securityProfile === 2 ? 2 : 3,
    allowWildcards: false,
    nowMs: shown.told.frame.wallUs / 1000,
  });
  const verification = role === 'charge-point' ? established?.value.peerVerification : undefined;
  const wrong = broken(rules);
  const isDoubted = verification !== undefined && verification !== 'ok';
  return step(
    'server-certificate',
    toneOf(isDoubted || wrong.length > 0),
    isDoubted
      ? 'certificate-not-trusted'
      : wrong.length > 0
        ? 'certificate-breaks-rules'
        : `certificate-good-${who}`,
    {
      parameters: {
        ...parameters,
        issuer: view.issuer.text,
        key: view.key.algorithm,
        host: host ?? '',
        rules: joined(wrong.map(({ rule }) => rule)),
        verification: verification ?? '',
      },
      evidence: [shown.told],
      clause: 'Whitepaper A00.FR.308, A00.FR.412, A00.FR.501–512',
      details: [chainDetail(evidence, shown.chain, rules)],
    },
  );
}

/** Rules that a certificate decides by itself: whose it must be only the station's settings know. */
function ownRules(evidence: Evidence, leaf: string, nowMs: number): CertificateRuleResult[] {
  const view = evidence.certificateOf(leaf);
  if (view === undefined) return [];
  return judgeChargePointCertificate(view, {
    cpoName: '',
    trustedOrganisations: [],
    checkSerial: false,
    checkOrganisation: false,
    nowMs,
  }).filter(
    ({ rule }) => rule !== 'organisation-accepted' && rule !== 'common-name-has-serial-number',
  );
}

export function clientCertificateStep(evidence: Evidence): AutopsyStep | undefined {
  const { role, established, certificateRequest } = evidence;
  const shown = shownBy(evidence, 'charge-point');
  const verification = role === 'csms' ? established?.value.peerVerification : undefined;
  if (shown === undefined || shown.chain.length === 0) {
    if (evidence.hello === undefined || endedBeforeCertificates(evidence)) return undefined;
    if (endedInClear(evidence)) return undefined;
    return noClientCertificate(evidence, verification);
  }
  const [leaf = ''] = shown.chain;
  const view = evidence.certificateOf(leaf);
  const rules = ownRules(evidence, leaf, shown.told.frame.wallUs / 1000);
  const isDoubted = verification !== undefined && verification !== 'ok';
  const wrong = broken(rules);
  const code = isDoubted
    ? 'client-certificate-not-trusted'
    : wrong.length > 0
      ? 'certificate-breaks-rules'
      : 'client-certificate-shown';
  return step('client-certificate', toneOf(isDoubted || wrong.length > 0), code, {
    parameters: {
      subject: view?.subject.text ?? '',
      issuer: view?.issuer.text ?? '',
      commonName: commonNameOf(view),
      certificates: shown.chain.length,
      rules: joined(wrong.map(({ rule }) => rule)),
      verification: verification ?? '',
    },
    evidence: [certificateRequest, shown.told],
    clause: 'Whitepaper A00.FR.403–405',
    details: [chainDetail(evidence, shown.chain, rules)],
  });
}

function noClientCertificate(evidence: Evidence, verification: string | undefined): AutopsyStep {
  const { established, certificateRequest, certificates, inFull, response } = evidence;
  const empty = certificates['charge-point'];
  const asked = certificateRequest ?? (verification === 'no-certificate' ? established : undefined);
  const isNeeded = response?.value.securityProfile === 3;
  if (empty !== undefined || verification === 'no-certificate') {
    return step('client-certificate', isNeeded ? 'amber' : 'green', 'client-certificate-none', {
      evidence: [asked, empty],
    });
  }
  // Without a request in a handshake that passed in clear none was asked for.
  const isClear = inFull && established !== undefined && established.value.version !== 'TLS 1.3';
  if (isClear && certificateRequest === undefined && established.value.resumed !== true) {
    return step('client-certificate', 'green', 'client-certificate-not-asked', {
      evidence: [established],
    });
  }
  if (established !== undefined && evidence.role === 'csms') {
    return step('client-certificate', 'green', 'client-certificate-not-asked', {
      evidence: [established],
    });
  }
  if (established !== undefined) return heldCertificate(evidence, established);
  return step('client-certificate', 'unknown', 'client-certificate-unknown', {
    parameters: { inFull },
  });
}

/** Of our own emulated charge point it is known what it had to show, if not whether it was asked. */
function heldCertificate(
  evidence: Evidence,
  established: NonNullable<Evidence['established']>,
): AutopsyStep {
  const chain = established.value.ownChain ?? [];
  const [leaf] = chain;
  if (leaf === undefined) {
    return step('client-certificate', 'green', 'client-certificate-not-held', {
      evidence: [established],
    });
  }
  const rules = ownRules(evidence, leaf, established.frame.wallUs / 1000);
  return step('client-certificate', 'unknown', 'client-certificate-held', {
    parameters: { subject: evidence.certificateOf(leaf)?.subject.text ?? '' },
    evidence: [established],
    details: [chainDetail(evidence, chain, rules)],
  });
}
