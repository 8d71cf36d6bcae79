/** The bench's own certificates: its two roots to be saved, servers and emulated charge points. */

import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import { benchClient, orpc } from '../../app/api-client.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { RootCertificates } from '../../components/root-certificates.tsx';
import texts from '../../components/text.module.css';
import { TimeText } from '../../components/time-text.tsx';
import { certificatesWords as words } from './words.ts';

interface BenchCertificate {
  id: string;
  kind: 'root' | 'server' | 'client';
  owner: string;
  listener?: string | undefined;
  certificate: CertificateView;
}

function titleOf({ kind, owner, listener, certificate }: BenchCertificate): string {
  const family = certificate.key.algorithm === 'ec' ? 'ECDSA' : 'RSA';
  switch (kind) {
    case 'root':
      return words.titles.root(family);
    case 'server':
      return words.titles.server(family, listener ?? owner);
    case 'client':
      return words.titles.client(family, owner);
  }
}

const fetchRoot = (family: 'rsa' | 'ecdsa') =>
  family === 'rsa' ? benchClient.pki.rsaRoot() : benchClient.pki.ecdsaRoot();

function SaveRoot() {
  const advice = useQuery(orpc.pki.rootAdvice.queryOptions()).data ?? [];
  return <RootCertificates advice={advice} fetchRoot={fetchRoot} />;
}

function Certificates({
  certificates,
  empty,
}: {
  certificates: BenchCertificate[];
  empty?: string;
}) {
  if (certificates.length === 0) return <Text size="sm">{empty}</Text>;
  return (
    <Accordion multiple chevronPosition="left" variant="separated">
      {certificates.map((entry) => (
        <Accordion.Item key={entry.id} value={entry.id}>
          <Accordion.Control>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={600}>
                {titleOf(entry)}
              </Text>
              <Text size="xs" className={texts.quiet}>
                {entry.certificate.subject.text}, {words.until}{' '}
                <TimeText at={entry.certificate.notAfter} />
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <CertificateCard title={titleOf(entry)} certificate={entry.certificate} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

export function CertificatesTab() {
  const query = useQuery(orpc.pki.certificates.queryOptions());
  return (
    <Stack gap="md">
      <Text size="sm" maw={900}>
        {words.intro}
      </Text>
      <Panel title={words.save}>
        <SaveRoot />
      </Panel>
      <Loaded query={query} lines={8}>
        {(certificates) => {
          const ofKind = (kind: BenchCertificate['kind']) =>
            certificates.filter((entry) => entry.kind === kind);
          return (
            <>
              <Panel title={words.kinds.root}>
                <Certificates certificates={ofKind('root')} />
              </Panel>
              <Panel title={words.kinds.server}>
                <Certificates certificates={ofKind('server')} empty={words.noServer} />
              </Panel>
              <Panel title={words.kinds.client}>
                <Certificates certificates={ofKind('client')} empty={words.noClient} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}
