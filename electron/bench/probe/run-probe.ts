/**
 * Asks an endpoint everything the table is made of: a few connections at a time, none of which says a word of OCPP.
 * Gathers facts; what they are worth is decided in shared/security/probe.
 */
import { randomBytes } from 'node:crypto';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { speaksTls } from '../../../shared/security/probe/judge-transport.ts';
import { wayIn } from '../../../shared/security/probe/judge-upgrade.ts';
import {
  everySuite,
  type HelloFact,
  type ProbeFacts,
  suiteDrawers,
  suitesIn,
  type UpgradeQuestion,
} from '../../../shared/security/probe/probe-facts.ts';
import { mostAtOnce } from '../../../shared/security/probe/probe-plan.ts';
import {
  legacySuite,
  tlsVersion,
  whitepaperSuites,
} from '../../../shared/security/tls-registry.ts';
import { askHello, type HelloAnswer } from '../wire/ask-hello.ts';
import type { HelloOffer } from '../wire/write-client-hello.ts';
import { askUpgrade, type UpgradeAsk } from './ask-upgrade.ts';
import { readChains, type SentChain } from './chains.ts';
import { createGate } from './connection-gate.ts';
import { factOf, messageOf } from './hello-fact.ts';
import type { ProbeTarget } from './probe-target.ts';

export interface ProbeDependencies {
  recorder: FrameRecorder;
  /** Numbers connections uniquely in the run. */
  nextConnectionNumber(): number;
  nowMs(): number;
  /** Called after every answer with what is known so far. */
  onProgress?(facts: ProbeFacts, connections: number): void;
  signal?: AbortSignal;
}

export interface ProbeResult {
  facts: ProbeFacts;
  connections: number;
  /** The time limit or somebody ended it early. */
  isCutShort: boolean;
}

/** One question waits so long for its answer. */
const questionMs = 2_500;
const { tls10, tls11, tls12, tls13 } = tlsVersion;
const suitesOfTls13 = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];

interface Asking {
  target: ProbeTarget;
  facts: ProbeFacts;
  chains: SentChain[];
  hello(offer: HelloOffer): Promise<HelloFact>;
  upgrade(question: UpgradeQuestion | 'plain', ask: Omit<UpgradeAsk, 'timeoutMs'>): Promise<void>;
}

function emptyFacts(target: ProbeTarget, nowMs: number): ProbeFacts {
  const { scheme, host, identity, password, certificate } = target;
  return {
    scheme,
    host,
    given: {
      identity: identity !== undefined,
      password: password !== undefined,
      certificate: certificate !== undefined,
    },
    nowMs,
    versions: {},
    otherLegacy: {},
    suites: {},
    drawers: {},
    chains: [],
    upgrades: {},
  };
}

/** Runs to the end of the questions or of the time. Never rejects for what the other side does. */
export async function runProbe(
  target: ProbeTarget,
  dependencies: ProbeDependencies,
): Promise<ProbeResult> {
  const gate = createGate(mostAtOnce);
  const limit = AbortSignal.timeout(target.timeLimitMs);
  const { signal: given } = dependencies;
  const signal = given === undefined ? limit : AbortSignal.any([limit, given]);
  const facts = emptyFacts(target, dependencies.nowMs());
  let connections = 0;

  function atOnce<Answer>(work: (number: number) => Promise<Answer>): Promise<Answer | undefined> {
    return gate(async () => {
      if (signal.aborted) return undefined;
      connections += 1;
      return work(dependencies.nextConnectionNumber());
    });
  }
  const progress = () => dependencies.onProgress?.(facts, connections);
  const common = { recorder: dependencies.recorder, signal };
  const asking: Asking = {
    target,
    facts,
    chains: [],
    async hello(offer) {
      const url = new URL(target.endpoint);
      const { place, serverName } = target;
      const question = { url, place, timeoutMs: questionMs, offer: { ...offer, serverName } };
      const answer = await atOnce((connectionNumber) =>
        askHello(question, { ...common, connectionNumber }),
      );
      if (answer === undefined) return { outcome: 'silent', evidence: [] };
      noteBesides(asking, answer);
      return factOf(answer, offer.suiteIds);
    },
    async upgrade(question, ask) {
      const fact = await atOnce((connectionNumber) =>
        askUpgrade(target, { ...ask, timeoutMs: questionMs }, { ...common, connectionNumber }),
      );
      if (fact === undefined) return;
      if (question === 'plain') facts.plain = fact;
      else facts.upgrades[question] = fact;
      progress();
    },
  };
  await askEverything(asking, progress);
  return { facts, connections, isCutShort: signal.aborted };
}

/** What every answer shows besides what was asked: that the port is reached, chains, the wish for a certificate. */
function noteBesides({ facts, chains, target }: Asking, answer: HelloAnswer): void {
  const { evidence, reached } = answer;
  facts.tcp ??= reached.ok
    ? { ok: true, code: '', address: reached.address, connectMs: reached.connectMs, evidence }
    : { ok: false, code: reached.failure.code, address: '', connectMs: 0, evidence };
  const hello = messageOf(answer, 'server-hello');
  const chain = messageOf(answer, 'certificate')?.chain;
  if (chain !== undefined) {
    const { rootsPem } = target;
    chains.push({ chain, evidence });
    facts.chains = readChains(chains, { rootsPem, nowMs: facts.nowMs });
  }
  if (hello === undefined || hello.version === 'TLS 1.3' || answer.ended !== 'complete') return;
  const isTls12 = hello.version === 'TLS 1.2';
  if (isTls12) facts.secureRenegotiation ??= { known: hello.extensions.includes(0xff01), evidence };
  const wish = messageOf(answer, 'certificate-request');
  const authorities = wish?.authorities ?? [];
  facts.clientCertificate ??= { requested: wish !== undefined, authorities, evidence };
}

async function askEverything(asking: Asking, progress: () => void): Promise<void> {
  const { target, facts } = asking;
  const note = (promise: Promise<HelloFact>, keep: (fact: HelloFact) => void): Promise<void> =>
    promise.then((fact) => {
      keep(fact);
      progress();
    });
  await note(asking.hello({ versionId: tls12, suiteIds: everySuite() }), (fact) => {
    facts.tls = fact;
  });
  if (facts.tcp?.ok !== true) return;
  const stranger = target.identity ?? target.strangerIdentity;
  await asking.upgrade('plain', { identity: stranger, inPlainText: true });
  if (target.scheme === 'wss') {
    await Promise.all(questionsOfHellos(asking, note));
    if (!speaksTls(facts)) return;
  } else if (facts.plain !== undefined) {
    facts.upgrades['no-credentials'] = facts.plain;
  }
  await askUpgrades(asking);
}

type Note = (promise: Promise<HelloFact>, keep: (fact: HelloFact) => void) => Promise<void>;

function questionsOfHellos({ facts, hello }: Asking, note: Note): Promise<void>[] {
  const every = everySuite();
  const version = (versionId: number, suiteIds: readonly number[]) =>
    note(hello({ versionId, suiteIds }), (fact) => {
      facts.versions[versionId] = fact;
    });
  /** Whether it takes anything but the suite for legacy use. */
  const others = async (versionId: number): Promise<void> => {
    const fact = facts.versions[versionId];
    if (fact?.outcome !== 'accepted' || fact.suiteId !== legacySuite.id) return;
    const suiteIds = every.filter((id) => id !== legacySuite.id);
    await note(hello({ versionId, suiteIds }), (other) => {
      facts.otherLegacy[versionId] = other;
    });
  };
  // The first hello was one of TLS 1.2 with everything.
  const modern = [tls12].map((id) => version(id, whitepaperAndBetter(every)));
  const old = [tls10, tls11].map((id) => version(id, every).then(() => others(id)));
  return [
    ...whitepaperSuites.map(({ id }) =>
      note(hello({ versionId: tls12, suiteIds: [id] }), (fact) => {
        facts.suites[id] = fact;
      }),
    ),
    ...modern,
    version(tls13, suitesOfTls13),
    ...old,
    note(hello({ versionId: tls12, suiteIds: every, compressionMethods: [1, 0] }), (fact) => {
      facts.compression = fact;
    }),
    ...suiteDrawers.map((drawer) =>
      note(hello({ versionId: tls12, suiteIds: suitesIn(drawer) }), (fact) => {
        facts.drawers[drawer] = fact;
      }),
    ),
  ];
}

/** The whitepaper's four first, so that a server that follows the client's order shows them. */
function whitepaperAndBetter(every: readonly number[]): number[] {
  const first = whitepaperSuites.map(({ id }) => id);
  return [...first, ...every.filter((id) => !first.includes(id))];
}

async function askUpgrades({ target, facts, upgrade }: Asking): Promise<void> {
  const { password, certificate, strangerIdentity } = target;
  const identity = target.identity ?? strangerIdentity;
  const takesTls12 =
    facts.versions[tls12]?.outcome === 'accepted' || facts.tls?.outcome === 'accepted';
  const maxVersion = takesTls12 ? 'TLSv1.2' : 'TLSv1.3';
  const ask = (question: UpgradeQuestion, more: Partial<UpgradeAsk>) =>
    upgrade(question, { identity, maxVersion, ...more });
  const wrong = { password: randomBytes(20) };
  const isPlain = target.scheme === 'ws';
  await Promise.all([
    ...(isPlain ? [] : [ask('no-credentials', {})]),
    ask('wrong-password', wrong),
    ...(target.askUnknownIdentity
      ? [ask('unknown-identity', { identity: strangerIdentity, ...wrong, withCertificate: true })]
      : []),
  ]);
  // One after the other: two sessions of one identity displace each other.
  if (password !== undefined) await ask('right-password', { password });
  if (certificate !== undefined) await ask('client-certificate', { withCertificate: true });
  const best = wayIn(facts);
  if (best === undefined) return;
  const way: Partial<UpgradeAsk> =
    best === facts.upgrades['client-certificate']
      ? { withCertificate: true }
      : best === facts.upgrades['right-password'] && password !== undefined
        ? { password }
        : {};
  await ask('no-subprotocol', { ...way, subprotocols: [] });
  await ask('unknown-subprotocol', { ...way, subprotocols: ['probe9.9'] });
  await ask('subprotocol-2.0.1', { ...way, subprotocols: ['ocpp2.0.1'] });
}
