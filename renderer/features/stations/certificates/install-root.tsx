/** Installs a root at the charge point: one of the bench, one that a person trusts, or any PEM. */
import { Button, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { CertificateType } from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { useStartOperation } from '../operations/use-operations.ts';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import { installedWords as words } from './words.ts';

const types: readonly CertificateType[] = [
  'CentralSystemRootCertificate',
  'ManufacturerRootCertificate',
];
type BenchRoot = keyof typeof words.roots;
// Object.keys loses the key type; the object is a literal of the words file.
const benchRoots = Object.keys(words.roots) as BenchRoot[];
const ownPem = 'pem';
const trustedPrefix = 'trusted:';

function rootOf(choice: string, pem: string): unknown {
  if (choice === ownPem) return { pem };
  if (choice.startsWith(trustedPrefix)) return { trustedRoot: choice.slice(trustedPrefix.length) };
  return choice;
}

export function InstallRoot({ station }: { station: StationState }) {
  const [type, setType] = useState<CertificateType>('CentralSystemRootCertificate');
  const [choice, setChoice] = useState<string>('bench-rsa');
  const [pem, setPem] = useState('');
  const trusted = useQuery(orpc.pki.trustedRoots.queryOptions()).data ?? [];
  const start = useStartOperation(station.id);
  const canAsk = useCanAsk(station);
  return (
    <Panel title={words.install}>
      <Stack gap="xs" align="flex-start">
        <div className={pieces.row}>
          <Select
            w={280}
            label={words.root}
            value={choice}
            onChange={(value) => setChoice(value ?? 'bench-rsa')}
            data={[
              ...benchRoots.map((value) => ({ value, label: words.roots[value] })),
              ...trusted.map(({ id, certificate }) => ({
                value: `${trustedPrefix}${id}`,
                label: `${words.trusted}: ${visibleText(certificate.subject.text)}`,
              })),
              { value: ownPem, label: words.ownPem },
            ]}
          />
          <Select
            w={220}
            label={words.type}
            value={type}
            onChange={(value) => setType(types.find((known) => known === value) ?? type)}
            data={types.map((value) => ({ value, label: words.types[value] }))}
          />
          <Button
            disabled={!canAsk || (choice === ownPem && pem.trim() === '')}
            loading={start.isPending}
            onClick={() =>
              start.mutate({
                operation: 'install-root',
                certificateType: type,
                root: rootOf(choice, pem),
              })
            }
          >
            {words.start}
          </Button>
        </div>
        {choice === ownPem && (
          <Textarea
            w="100%"
            rows={6}
            label={words.pem}
            spellCheck={false}
            classNames={{ input: texts.wire ?? '' }}
            maxLength={20_000}
            value={pem}
            onChange={(event) => setPem(event.currentTarget.value)}
          />
        )}
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}
