/** One certificate for people to read. Everything in it came from outside and is shown as text. */
import { Code, Group, Table, Text } from '@mantine/core';
import type { CertificateView } from '../../shared/security/certificate-rules.ts';
import styles from './certificate-card.module.css';
import {
  attributeText,
  certificateName,
  keyText,
  signatureText,
} from './certificate-view/certificate-text.ts';
import { CopyButton } from './copy-button.tsx';
import { StatusDot } from './status-dot.tsx';
import { TimeText } from './time-text.tsx';
import { visibleText } from './visible-text.ts';
import { certificateWords as words } from './words.ts';

function Validity({ notBefore, notAfter }: { notBefore: string; notAfter: string }) {
  const now = Date.now();
  if (now < Date.parse(notBefore)) return <StatusDot tone="warning">{words.notYetValid}</StatusDot>;
  if (now > Date.parse(notAfter)) return <StatusDot tone="error">{words.expired}</StatusDot>;
  return <StatusDot tone="good">{words.valid}</StatusDot>;
}

/** `title` says what it is for, for example “Server certificate, RSA”. */
export function CertificateCard({
  certificate,
  title,
}: {
  certificate: CertificateView;
  title?: string;
}) {
  const name = visibleText(title ?? certificateName(certificate));
  const rows: [heading: string, value: React.ReactNode][] = [
    [words.subject, certificate.subject.text],
    [words.commonName, attributeText(certificate.subject, 'CN')],
    [words.organisation, attributeText(certificate.subject, 'O')],
    [words.issuer, certificate.selfIssued ? words.selfIssued : certificate.issuer.text],
    [
      words.validity,
      <>
        <TimeText at={certificate.notBefore} /> {words.until} <TimeText at={certificate.notAfter} />
      </>,
    ],
    [words.key, keyText(certificate.key)],
    [words.signature, signatureText(certificate.signature)],
    [
      words.names,
      certificate.subjectAlternativeNames.map(({ value }) => value).join(', ') || words.noNames,
    ],
    [words.keyUsages, certificate.keyUsage?.join(', ')],
    [words.extendedKeyUsages, certificate.extendedKeyUsage?.join(', ')],
    [words.serialNumber, <Code key="serial">{certificate.serialNumber}</Code>],
    [words.fingerprint, <Code key="fingerprint">{certificate.fingerprintSha256}</Code>],
  ];
  return (
    <section className={styles.card} aria-label={name}>
      <Group justify="space-between" className={styles.head} wrap="nowrap">
        <Text fw={600} size="sm" truncate>
          {name}
        </Text>
        <Group gap="sm" wrap="nowrap">
          {certificate.isCertificateAuthority && <Text size="xs">{words.authority}</Text>}
          <Validity notBefore={certificate.notBefore} notAfter={certificate.notAfter} />
          <CopyButton value={certificate.pem} label={words.copyPem} text={words.copyPem} />
        </Group>
      </Group>
      <Table withRowBorders={false} verticalSpacing={2}>
        <Table.Tbody>
          {rows
            .filter(([, value]) => value !== undefined && value !== '')
            .map(([heading, value]) => (
              <Table.Tr key={heading}>
                <Table.Th className={styles.name}>{heading}</Table.Th>
                <Table.Td className={styles.value}>
                  {typeof value === 'string' ? visibleText(value) : value}
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
