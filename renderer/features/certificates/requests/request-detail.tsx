/** One signing request: where it stands, what can be done and by whom, what happened, what is demanded, what it says. */
import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useEffect, useId, useState } from 'react';
import type { SigningRequestDetail } from '../../../../shared/api/signing-requests-contract.ts';
import {
  signingStateWords,
  signingStepText,
} from '../../../../shared/security/signing-request-state-words.ts';
import { requestLineWords } from '../../../../shared/security/signing-request-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { CertificateDetails } from '../../../components/certificate-view/certificate-details.tsx';
import { keyText, signatureText } from '../../../components/certificate-view/certificate-text.ts';
import { RuleLines } from '../../../components/certificate-view/rule-lines.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { problemOf } from '../../../components/problem-of.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { RequestActions } from './request-actions.tsx';
import styles from './requests.module.css';
import { stateTones } from './state-tones.ts';
import { requestWords as words } from './words.ts';

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** Minutes and seconds, so that somebody who decides sees how long the charge point has waited. */
function Since({ at }: { at: string }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(at)) / 1000));
  const text = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return (
    <Text size="sm" span>
      {words.since(text)}
    </Text>
  );
}

function Head({ detail }: { detail: SigningRequestDetail }) {
  const { station, state, connected, receivedAt } = detail;
  const { title, meaning, remedies } = signingStateWords(state);
  return (
    <>
      <div className={styles.head}>
        <h2>
          <Link
            className={texts.link}
            to="/stations/$stationId"
            params={{ stationId: station }}
            search={{ tab: 'security' }}
          >
            {visibleText(station)}
          </Link>
        </h2>
        <StatusDot tone={stateTones[state]}>{title}</StatusDot>
        <Text size="sm" span className={texts.quiet}>
          {connected ? words.here : words.away}
        </Text>
        {state === 'waiting' && <Since at={receivedAt} />}
      </div>
      <Text size="sm">{meaning}</Text>
      <RequestActions detail={detail} />
      {remedies.length > 0 && (
        <Section title={words.remedies}>
          <ul className={styles.remedies}>
            {remedies.map(({ side, text }) => (
              <li key={text}>
                <Text size="sm" className={texts.quiet}>
                  {words.sides[side]}
                </Text>
                <Text size="sm">{text}</Text>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Course({ detail }: { detail: SigningRequestDetail }) {
  return (
    <Section title={words.course}>
      <ol className={styles.steps}>
        {detail.steps.map((step) => (
          <li key={`${step.at} ${step.code}`}>
            <Text size="xs" className={texts.quiet}>
              <TimeText at={step.at} />
            </Text>
            <Text size="sm">{visibleText(signingStepText(step))}</Text>
            <Text size="sm">
              {step.frames.map((seq) => (
                <Link
                  key={seq}
                  className={texts.link}
                  to="/frames"
                  search={step.capture === undefined ? { seq } : { seq, capture: step.capture }}
                >
                  {words.frame(seq)}
                </Link>
              ))}
            </Text>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Content({ detail }: { detail: SigningRequestDetail }) {
  const { request, form } = detail;
  if (request === undefined) return null;
  const { facts } = words;
  const listed = (values: readonly string[] | null, empty: string) =>
    values === null || values.length === 0 ? empty : values.join(', ');
  const rows: [string, ReactNode][] = [
    [facts.subject, visibleText(request.subject.text)],
    [facts.key, keyText(request.key)],
    [facts.signature, signatureText(request.signature)],
    [
      facts.names,
      visibleText(
        listed(
          request.alternativeNames.map(({ type, value }) => `${type}: ${value}`),
          words.none,
        ),
      ),
    ],
    [
      facts.usage,
      visibleText(
        listed([...(request.keyUsage ?? []), ...(request.extendedKeyUsage ?? [])], words.notAsked),
      ),
    ],
    [
      facts.extensions,
      listed(
        request.extensions.map(({ oid, critical, bytes }) =>
          critical ? `${oid} (${bytes}, ${words.critical})` : `${oid} (${bytes})`,
        ),
        words.none,
      ),
    ],
    [facts.attributes, listed(request.attributes, words.none)],
    [facts.size, words.sizeText(form.characters, request.bytes)],
    [facts.fingerprint, <Code key="fingerprint">{request.keyFingerprintSha256}</Code>],
  ];
  return (
    <Section title={words.content}>
      <dl className={styles.facts}>
        {rows.map(([heading, value]) => (
          <Fragment key={heading}>
            <dt>{heading}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </Section>
  );
}

function Issued({ detail }: { detail: SigningRequestDetail }) {
  const { issued, chainLimit } = detail;
  if (issued === undefined) return null;
  return (
    <Section title={words.certificate}>
      <Text size="sm" mb="xs">
        {words.chain(issued.certificates, issued.characters, chainLimit.characters)}
        {chainLimit.source === 'station' && `, ${words.limitOfStation}`}
      </Text>
      <CertificateDetails certificate={issued.certificate} />
    </Section>
  );
}

export function RequestDetail({ id }: { id: string }) {
  const query = useQuery(orpc.signingRequests.get.queryOptions({ input: { id } }));
  if (query.isError && problemOf(query.error).code === 'signing-request-unknown') {
    return <Text size="sm">{words.gone}</Text>;
  }
  return (
    <Loaded query={query} lines={12}>
      {(detail) => (
        <div className={styles.detail}>
          <Head detail={detail} />
          <Course detail={detail} />
          <Section title={words.rules}>
            <RuleLines rules={detail.rules} wordsOf={requestLineWords} />
          </Section>
          <Content detail={detail} />
          <Issued detail={detail} />
          <Section title={words.asItCame}>
            <CopyButton value={detail.csr} label={words.copy} />
            <Code block mah={200} tabIndex={0}>
              {detail.csr.slice(0, 12_000).split('\n').map(visibleText).join('\n')}
            </Code>
          </Section>
        </div>
      )}
    </Loaded>
  );
}
