/**
 * One certificate in full: what it says, how long it lasts, under whom it stands and which rules it keeps.
 * Everything in it came from outside and is shown as text. Knows nothing of where the certificate is kept.
 */
import { Button, Code, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, type ReactNode, useId, useState } from 'react';
import type { CertificateDetail } from '../../../shared/api/certificate-desk-schemas.ts';
import { proceduralRequirementWords } from '../../../shared/security/certificate-report-words.ts';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import { CopyButton } from '../copy-button.tsx';
import { StatusDot } from '../status-dot.tsx';
import texts from '../text.module.css';
import { visibleText } from '../visible-text.ts';
import { keyText, signatureText } from './certificate-text.ts';
import styles from './certificate-view.module.css';
import { RuleLines } from './rule-lines.tsx';
import { ValidityBar } from './validity-bar.tsx';
import { certificateViewWords as words } from './words.ts';

type Judged = Partial<Pick<CertificateDetail, 'rules' | 'procedural' | 'openssl'>>;

function Section({
  title,
  note,
  folded = false,
  children,
}: {
  title: string;
  note?: string;
  /** Shown when asked for. */
  folded?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(!folded);
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 className={styles.heading} id={id}>
        {folded ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            px={0}
            aria-expanded={open}
            leftSection={open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            onClick={() => setOpen(!open)}
          >
            {title}
          </Button>
        ) : (
          title
        )}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </h3>
      {open && children}
    </section>
  );
}

function Rows({ rows }: { rows: readonly (readonly [heading: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([heading, value]) => (
        <Fragment key={heading}>
          <dt>{heading}</dt>
          <dd>{typeof value === 'string' ? visibleText(value) : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Lines({ lines, empty }: { lines: readonly string[]; empty: string }) {
  if (lines.length === 0) return <span className={texts.quiet}>{empty}</span>;
  return lines.map((line) => <div key={line}>{visibleText(line)}</div>);
}

function Facts({ certificate }: { certificate: CertificateView }) {
  const { subject, issuer, selfIssued, subjectAlternativeNames, key, signature } = certificate;
  return (
    <Section title={words.facts}>
      <Rows
        rows={[
          [
            words.subject,
            <Lines
              key="subject"
              lines={subject.attributes.map(({ name, value }) => `${name} = ${value}`)}
              empty={subject.text}
            />,
          ],
          [words.issuer, selfIssued ? words.selfIssued : issuer.text],
          [
            words.names,
            <Lines
              key="names"
              lines={subjectAlternativeNames.map(({ type, value }) => `${type}: ${value}`)}
              empty={words.noNames}
            />,
          ],
          [words.key, keyText(key)],
          [words.signature, signatureText(signature)],
          [words.serialNumber, <Code key="serial">{certificate.serialNumber}</Code>],
          [
            words.fingerprint,
            <span key="fingerprint">
              <Code>{certificate.fingerprintSha256}</Code>{' '}
              <CopyButton value={certificate.fingerprintSha256} label={words.copyFingerprint} />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function Extensions({ certificate }: { certificate: CertificateView }) {
  const { isCertificateAuthority, pathLength, keyUsage, extendedKeyUsage } = certificate;
  const identifier = (value: string | null) =>
    value === null ? words.identifierMissing : <Code>{value}</Code>;
  return (
    <Section title={words.extensions}>
      <Rows
        rows={[
          [
            words.authority,
            isCertificateAuthority ? words.isAuthority(pathLength) : words.notAuthority,
          ],
          [
            words.keyUsage,
            <Lines
              key="usage"
              lines={(keyUsage ?? []).map(words.usage)}
              empty={words.keyUsageMissing}
            />,
          ],
          [
            words.extendedKeyUsage,
            <Lines
              key="purpose"
              lines={(extendedKeyUsage ?? []).map(words.purpose)}
              empty={words.extendedKeyUsageMissing}
            />,
          ],
          [words.subjectKeyIdentifier, identifier(certificate.subjectKeyIdentifier)],
          [words.authorityKeyIdentifier, identifier(certificate.authorityKeyIdentifier)],
        ]}
      />
    </Section>
  );
}

function OpensslVerdict({ openssl }: { openssl: NonNullable<Judged['openssl']> }) {
  return (
    <Section title={words.openssl}>
      {openssl.length === 0 ? (
        <Text size="sm">
          <StatusDot tone="good">{words.opensslNone}</StatusDot>
        </Text>
      ) : (
        <ul className={texts.list}>
          {openssl.map(({ code, text, subject }) => (
            <li key={`${code} ${subject}`}>
              <StatusDot tone="error">
                <Code>{visibleText(text)}</Code>{' '}
                <span className={texts.quiet}>{visibleText(subject)}</span>
              </StatusDot>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Procedural({ procedural }: { procedural: NonNullable<Judged['procedural']> }) {
  return (
    <Section title={words.procedural} folded>
      <Text size="xs" className={texts.quiet}>
        {words.proceduralText}
      </Text>
      <ul className={styles.procedural}>
        {procedural.map(({ requirement }) => (
          <li key={requirement}>
            <span className={styles.clause}>{requirement}</span>
            <Text size="sm">{proceduralRequirementWords(requirement)}</Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The way from the root down to this certificate; each step can be opened where `onOpen` is given. */
function Chain({
  path,
  onOpen,
}: {
  path: readonly { id: string; name: string; issuerName: string; role: string }[];
  onOpen?: ((id: string) => void) | undefined;
}) {
  const [first, ...above] = path;
  const top = path.at(-1);
  if (first === undefined || top === undefined) return null;
  return (
    <nav aria-label={words.chain} className={styles.chain}>
      <ol>
        {top.role !== 'root' && (
          <li className={texts.quiet}>{visibleText(words.chainMissing(top.issuerName))}</li>
        )}
        {above.toReversed().map(({ id, name }) => (
          <li key={id}>
            {onOpen === undefined ? (
              visibleText(name)
            ) : (
              <Button variant="transparent" size="compact-sm" px={0} onClick={() => onOpen(id)}>
                <span className={styles.step}>{visibleText(name)}</span>
              </Button>
            )}
          </li>
        ))}
        <li aria-current="true">{visibleText(first.name)}</li>
      </ol>
    </nav>
  );
}

export function CertificateDetails({
  certificate,
  path,
  onOpen,
  rules,
  procedural,
  openssl,
}: Judged & {
  certificate: CertificateView;
  /** This one first, as the contract gives it. */
  path?: CertificateDetail['path'];
  onOpen?: (id: string) => void;
}) {
  const inState = (state: 'fails' | 'holds') =>
    rules?.filter((line) => line.state === state).length ?? 0;
  return (
    <div className={styles.view}>
      {path !== undefined && <Chain path={path} onOpen={onOpen} />}
      <Section title={words.validity}>
        <ValidityBar notBefore={certificate.notBefore} notAfter={certificate.notAfter} />
      </Section>
      {rules !== undefined && (
        <Section title={words.rules} note={words.rulesSummary(inState('fails'), inState('holds'))}>
          <RuleLines rules={rules} />
        </Section>
      )}
      {openssl !== undefined && <OpensslVerdict openssl={openssl} />}
      <Facts certificate={certificate} />
      <Extensions certificate={certificate} />
      <Section title={words.pem} folded>
        <pre className={styles.pem}>{certificate.pem}</pre>
        <CopyButton value={certificate.pem} label={words.copyPem} text={words.copyPem} />
      </Section>
      {procedural !== undefined && <Procedural procedural={procedural} />}
    </div>
  );
}
