/** The bench's own certificates: its two roots to be saved, servers and emulated charge points. */
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import { benchClient, orpc } from '../../app/api-client.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { RootCertificates } from '../../components/root-certificates.tsx';
import styles from './security.module.css';
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

function Cards({ certificates, empty }: { certificates: BenchCertificate[]; empty?: string }) {
  if (certificates.length === 0) return <Text size="sm">{empty}</Text>;
  return (
    <div className={styles.cards}>
      {certificates.map((entry) => (
        <CertificateCard key={entry.id} title={titleOf(entry)} certificate={entry.certificate} />
      ))}
    </div>
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
                <Cards certificates={ofKind('root')} />
              </Panel>
              <Panel title={words.kinds.server}>
                <Cards certificates={ofKind('server')} empty={words.noServer} />
              </Panel>
              <Panel title={words.kinds.client}>
                <Cards certificates={ofKind('client')} empty={words.noClient} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}
