/** The facts of a frame that is no message: a failure explained, then what was recorded, name by name. */
import { Table } from '@mantine/core';
import type { FrameView } from '../../../../shared/api/frames-contract.ts';
import { explainConnectionFailure } from '../../../../shared/security/connection-words.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatBytes, formatDateTime, formatDuration } from '../../../components/format.ts';
import {
  addressIn,
  type Detail,
  detailOf,
  headersIn,
  listIn,
  namesIn,
  numberIn,
  parametersIn,
  partIn,
  textIn,
  textsIn,
} from '../../../components/frame-list/detail-reader.ts';
import { isRefusal } from '../../../components/frame-list/frame-summary.ts';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { handshakeWords as words } from '../words.ts';
import { summarizeCertificate } from './certificate-summary.ts';
import styles from './frame-facts.module.css';

type Fact = [name: string, value: string | undefined];

/** Words for a code, or the code of a later program as it is. */
const named = (names: Readonly<Record<string, string>>, code?: string): string | undefined =>
  code !== undefined && Object.hasOwn(names, code) ? names[code] : code;

const list = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.join('\n');

/** RFC 8446, 4.1.2: a client of today offers method 0 alone, which is none. */
const compressionText = (methods: readonly unknown[]): string =>
  methods.map((method) => (method === 0 ? words.noCompression : String(method))).join(', ');

function helloFacts(detail: Detail): Fact[] {
  const fragment = numberIn(detail, 'maxFragmentLength');
  const length = numberIn(detail, 'byteLength');
  return [
    [words.versions, textsIn(detail, 'versions').join(', ') || words.none],
    [words.recordVersion, textIn(detail, 'recordVersion')],
    [words.serverName, textIn(detail, 'serverName') ?? words.none],
    [words.suites, list(namesIn(detail, 'suites')) ?? words.none],
    [words.groups, namesIn(detail, 'groups').join(', ') || words.none],
    [words.signatures, namesIn(detail, 'signatureSchemes').join(', ') || words.none],
    [words.protocols, textsIn(detail, 'applicationProtocols').join(', ') || words.none],
    [words.compression, compressionText(listIn(detail, 'compressionMethods'))],
    [words.maximumFragment, fragment === undefined ? words.none : formatBytes(fragment)],
    [words.helloLength, length === undefined ? undefined : formatBytes(length)],
  ];
}

function establishedFacts(detail: Detail): Fact[] {
  const ms = numberIn(detail, 'handshakeMs');
  return [
    [words.version, textIn(detail, 'version')],
    [words.suite, textIn(detail, 'suite')],
    [words.serverKey, textIn(detail, 'serverKeyFamily')?.toUpperCase()],
    [words.serverName, textIn(detail, 'serverName') ?? words.none],
    [words.verification, textIn(detail, 'peerVerification')],
    [words.handshakeTime, ms === undefined ? undefined : formatDuration(ms)],
    [words.resumed, detail.resumed === true ? words.yes : undefined],
  ];
}

const factsOfKind: Readonly<Record<string, (detail: Detail) => Fact[]>> = {
  'connection-opened': (detail) => [
    [words.remote, addressIn(detail, 'remote')],
    [words.local, addressIn(detail, 'local')],
    [words.listener, textIn(detail, 'listener')],
    [words.url, textIn(detail, 'url')],
  ],
  'client-hello': helloFacts,
  'tls-established': establishedFacts,
  'upgrade-request': (detail) => [
    [
      words.request,
      `${textIn(detail, 'method') ?? ''} ${textIn(detail, 'target') ?? ''} HTTP/${textIn(detail, 'httpVersion') ?? '?'}`,
    ],
  ],
  'upgrade-response': (detail) => [
    [words.status, numberIn(detail, 'status')?.toString()],
    [words.subprotocol, textIn(detail, 'subprotocol')],
    [words.securityProfile, numberIn(detail, 'securityProfile')?.toString()],
  ],
  'connection-failed': (detail) => [
    [words.stage, named(words.stages, textIn(detail, 'stage'))],
    [words.endedBy, named(words.sides, textIn(detail, 'side'))],
  ],
};

/** Kinds without a table of their own: every plain value, address and list of texts by its name. */
function plainFacts(detail: Detail): Fact[] {
  return Object.entries(detail).flatMap(([name, value]): Fact[] =>
    ['string', 'number', 'boolean'].includes(typeof value)
      ? [[name, String(value)]]
      : [[name, addressIn(detail, name) ?? list(textsIn(detail, name))]],
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  if (known.length === 0) return null;
  return (
    <Table withRowBorders={false} verticalSpacing={2} className={styles.table}>
      <Table.Tbody>
        {known.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th className={styles.name}>{visibleText(name)}</Table.Th>
            <Table.Td className={styles.value}>{visibleText(value ?? '')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Headers({ detail }: { detail: Detail }) {
  const headers = headersIn(detail);
  if (headers.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{words.headers}</h3>
      <div className={styles.headers}>
        {headers.map(([name, value]) => visibleText(`${name}: ${value}`)).join('\n')}
      </div>
    </>
  );
}

/** DER as base64 becomes PEM with lines of 64 characters. */
function pemOf(chain: readonly string[]): string {
  return chain
    .map((der) => {
      const lines = der.match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
    })
    .join('');
}

function Certificate({ der }: { der: string }) {
  const display = useTimeDisplay();
  const certificate = summarizeCertificate(der);
  if (certificate === undefined) return <p className={styles.quiet}>{words.unreadable}</p>;
  const { subject, issuer, selfIssued, notBefore, notAfter, key } = certificate;
  const validity = `${formatDateTime(notBefore, display)} ${words.until} ${formatDateTime(notAfter, display)}`;
  return (
    <Facts
      facts={[
        [words.subject, subject],
        [words.issuer, selfIssued ? words.itself : issuer],
        [words.validity, validity],
        [words.key, key],
      ]}
    />
  );
}

function Chain({ title, chain }: { title: string; chain: readonly string[] }) {
  if (chain.length === 0) return null;
  return (
    <section>
      <div className={styles.chainHead}>
        <h3 className={styles.heading}>
          {title}: {words.certificates(chain.length)}
        </h3>
        <CopyButton value={pemOf(chain)} label={words.copyChain} text={words.copyChain} />
      </div>
      <ol className={styles.certificates}>
        {chain.map((der) => (
          <li key={der}>
            <Certificate der={der} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function alertOf(detail: Detail) {
  const alert = partIn(detail, 'alert');
  const number = numberIn(alert, 'number');
  if (number === undefined) return undefined;
  const sentBy = textIn(alert, 'sentBy') === 'csms' ? 'csms' : 'charge-point';
  return { number, name: textIn(alert, 'name') ?? '', sentBy } as const;
}

/** What is known of it, what it means, what to do on each side. What happened says the summary. */
export function Explanation({ detail }: { detail: Detail }) {
  const alert = alertOf(detail);
  const verifyCode = textIn(detail, 'verifyCode');
  const opensslCode = textIn(detail, 'opensslCode');
  const raw = textIn(detail, 'raw');
  const explained = explainConnectionFailure({
    code: textIn(detail, 'code') ?? '?',
    parameters: parametersIn(detail),
    ...(alert === undefined ? {} : { alert }),
    ...(verifyCode === undefined ? {} : { verifyCode }),
    ...(opensslCode === undefined ? {} : { opensslCode }),
    ...(raw === undefined ? {} : { raw }),
  });
  const advice: Fact[] = [
    [words.chargePoint, explained.chargePoint],
    [words.csms, explained.csms],
    [words.network, explained.network],
  ];
  return (
    <section className={styles.explanation}>
      {explained.facts.map((fact) => (
        <p key={fact} className={styles.quiet}>
          {visibleText(fact)}
        </p>
      ))}
      <h3 className={styles.heading}>{words.meaning}</h3>
      <p>{explained.meaning}</p>
      {advice.some(([, text]) => text !== undefined) && (
        <>
          <h3 className={styles.heading}>{words.whatToDo}</h3>
          <Facts facts={advice} />
        </>
      )}
    </section>
  );
}

/** What is known besides the summary, which stands above it wherever this is shown. */
export function FrameFacts({ frame }: { frame: FrameView }) {
  const detail = detailOf(frame.detail);
  const factsOf = Object.hasOwn(factsOfKind, frame.kind) ? factsOfKind[frame.kind] : undefined;
  const isFailure = frame.kind === 'connection-failed' || isRefusal(frame);
  return (
    <div className={styles.facts}>
      {isFailure && <Explanation detail={detail} />}
      <Facts facts={(factsOf ?? plainFacts)(detail)} />
      <Headers detail={detail} />
      <Chain title={words.ownChain} chain={textsIn(detail, 'ownChain')} />
      <Chain title={words.peerChain} chain={textsIn(detail, 'peerChain')} />
    </div>
  );
}
