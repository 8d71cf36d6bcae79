/**
 * The ClientHello against what the whitepaper asks of a charge point, each requirement a step of its own: it judges the
 * charger on our listener and our emulated charge point alike.
 */
import { cipherSuite, isGrease, whitepaperClientOffer, whitepaperSuites } from '../tls-registry.ts';
import type { Evidence, HelloFacts } from './evidence.ts';
import type { AutopsyStep, SuiteRow } from './model.ts';
import { clauseOf, joined, step } from './steps.ts';

/** One Ethernet segment of TCP payload; longer hellos come in two, which some small stacks and links lose. */
const segmentBytes = 1440;
const currentVersions = ['TLS 1.2', 'TLS 1.3'];

type Named = HelloFacts['suites'][number];

const realValues = (list: readonly Named[]): Named[] =>
  list.filter(({ id, name }) => !isGrease(id) && !name.endsWith('_SCSV'));

/** The steps of the hello; none when there was no hello. */
export function helloSteps(evidence: Evidence): AutopsyStep[] {
  const { hello } = evidence;
  if (hello === undefined) return [];
  return [
    readableStep(evidence, hello.value),
    versionStep(evidence, hello.value),
    suitesStep(evidence, hello.value),
    groupsStep(evidence, hello.value),
    compressionStep(evidence, hello.value),
    serverNameStep(evidence, hello.value),
  ];
}

function readableStep({ hello }: Evidence, facts: HelloFacts): AutopsyStep {
  const isLong = facts.byteLength > segmentBytes;
  return step('client-hello', 'green', isLong ? 'hello-long' : 'hello-read', {
    parameters: { byteLength: facts.byteLength },
    evidence: [hello],
    details: [
      {
        kind: 'values',
        rows: [
          { name: 'versions', values: facts.versions },
          { name: 'recordVersion', values: [facts.recordVersion] },
          { name: 'signatureSchemes', values: realValues(facts.signatureSchemes).map(nameOf) },
          { name: 'applicationProtocols', values: facts.applicationProtocols },
          ...(facts.maxFragmentLength === undefined
            ? []
            : [{ name: 'maxFragmentLength', values: [String(facts.maxFragmentLength)] }]),
        ],
      },
    ],
  });
}

const nameOf = ({ name }: Named): string => name;

function versionStep({ hello }: Evidence, { versions }: HelloFacts): AutopsyStep {
  const isCurrent = versions.some((version) => currentVersions.includes(version));
  const isOldToo = versions.some((version) => !currentVersions.includes(version));
  const code = !isCurrent
    ? 'version-too-low'
    : isOldToo
      ? 'version-also-low'
      : versions.includes('TLS 1.2')
        ? 'version-offered'
        : 'version-only-13';
  return step('offered-version', !isCurrent ? 'red' : isOldToo ? 'amber' : 'green', code, {
    parameters: { versions: joined(versions) },
    evidence: [hello],
    clause: clauseOf(312, 416),
  });
}

const verdictCodes = {
  'both-pairs': 'suites-both-pairs',
  'ecdsa-pair': 'suites-ecdsa-pair',
  'rsa-pair': 'suites-rsa-pair',
} as const;

function suitesStep(evidence: Evidence, { suites }: HelloFacts): AutopsyStep {
  const offered = realValues(suites);
  const offer = whitepaperClientOffer(offered.map(({ id }) => id));
  const code =
    offer.verdict !== 'neither-pair'
      ? verdictCodes[offer.verdict]
      : offer.offered.length > 0
        ? 'suites-half-a-pair'
        : 'suites-none';
  return step('offered-suites', offer.satisfied ? 'green' : 'amber', code, {
    parameters: {
      offered: joined(offer.offered.map(({ iana }) => iana)),
      missing: joined(offer.missing.map(({ iana }) => iana)),
    },
    evidence: [evidence.hello],
    clause: clauseOf(318, 422),
    details: [{ kind: 'suites', rows: suiteRows(evidence, offered) }],
  });
}

/** The four of the whitepaper first, then what else is offered. */
function suiteRows(evidence: Evidence, offered: readonly Named[]): SuiteRow[] {
  const accepted = acceptedSuites(evidence);
  const chosen = evidence.established?.value.suite ?? evidence.serverHello?.value.suite.name;
  const wantedIds = whitepaperSuites.map(({ id }) => id);
  const others = offered.map(({ id }) => id).filter((id) => !wantedIds.includes(id));
  return [...wantedIds, ...others].map((id) => {
    const known = offered.find((suite) => suite.id === id);
    const { name } = known ?? cipherSuite(id);
    return {
      id,
      name,
      offered: known !== undefined,
      wanted: wantedIds.includes(id),
      ...(accepted === undefined ? {} : { accepted: accepted.includes(name) }),
      chosen: name === chosen,
    };
  });
}

/** What the Central System takes is on record only where the handshake failed for it. */
function acceptedSuites({ failed }: Evidence): string[] | undefined {
  const accepted = failed?.value.parameters?.acceptedSuites;
  return typeof accepted === 'string' ? accepted.split(', ') : undefined;
}

/** Elliptic curves matter where an ECDHE suite or TLS 1.3 is offered. */
function groupsStep({ hello }: Evidence, facts: HelloFacts): AutopsyStep {
  const groups = realValues(facts.groups).map(nameOf);
  const parameters = { groups: joined(groups) };
  const usesCurves =
    facts.versions.includes('TLS 1.3') ||
    realValues(facts.suites).some(({ name }) => name.includes('ECDHE'));
  if (!usesCurves)
    return step('offered-groups', 'green', 'groups-not-needed', { evidence: [hello] });
  if (groups.length === 0) {
    return step('offered-groups', 'amber', 'groups-none', { parameters, evidence: [hello] });
  }
  const hasP256 = groups.includes('secp256r1');
  return step(
    'offered-groups',
    hasP256 ? 'green' : 'amber',
    hasP256 ? 'groups-p256' : 'groups-without-p256',
    {
      parameters,
      evidence: [hello],
      details: [{ kind: 'values', rows: [{ name: 'groups', values: groups }] }],
    },
  );
}

function compressionStep({ hello }: Evidence, { compressionMethods }: HelloFacts): AutopsyStep {
  const isOffered = compressionMethods.some((method) => method !== 0);
  return step(
    'offered-compression',
    isOffered ? 'amber' : 'green',
    isOffered ? 'compression-offered' : 'compression-none',
    {
      parameters: { methods: joined(compressionMethods.map(String)) },
      evidence: [hello],
      clause: clauseOf(320, 424),
    },
  );
}

function serverNameStep({ hello }: Evidence, { serverName }: HelloFacts): AutopsyStep {
  if (serverName !== undefined) {
    return step('server-name', 'green', 'server-name-sent', {
      parameters: { serverName },
      evidence: [hello],
    });
  }
  // Who dials an address has no name to send (RFC 6066 §3); who dials a name and sends none may be shown another certificate.
  return step('server-name', 'unknown', 'server-name-absent', { evidence: [hello] });
}
