/** The four security profiles side by side, and what this bench does with each. */

import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import { securityProfiles } from '../../../shared/security/security-profiles.ts';
import { orpc } from '../../app/api-client.ts';
import { StatusDot } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import styles from './security.module.css';
import { profilesWords as words } from './words.ts';

const profiles = [0, 1, 2, 3] as const satisfies readonly SecurityProfile[];

function OnThisBench({ profile }: { profile: SecurityProfile }) {
  const listeners = useQuery(orpc.csms.get.queryOptions()).data?.listeners ?? [];
  const stations = useQuery(orpc.csms.stations.queryOptions()).data ?? [];
  const ports = listeners
    .filter(
      ({ status, settings }) =>
        status === 'listening' && settings.securityProfiles.includes(profile),
    )
    .map(({ port }) => port);
  const bound = stations.filter(({ securityProfile }) => securityProfile === profile).length;
  return (
    <>
      <StatusDot tone={ports.length > 0 ? 'good' : 'off'}>
        {ports.length > 0 ? words.serves(ports) : words.notServed}
      </StatusDot>
      {bound > 0 && (
        <Text size="xs" className={texts.quiet}>
          {words.stations(bound)}
        </Text>
      )}
    </>
  );
}

type Aspect = keyof typeof words.aspects;

const aspects: Record<Aspect, (profile: SecurityProfile) => ReactNode> = {
  served: (profile) => <OnThisBench profile={profile} />,
  transport: (profile) => words.transport[securityProfiles[profile].scheme],
  chargePoint: (profile) => words.chargePoint[securityProfiles[profile].chargePointAuthentication],
  csms: (profile) => words.csms[securityProfiles[profile].csmsAuthentication],
  needed: (profile) => words.needed[profile],
  use: (profile) => words.use[profile],
};

// Object.keys loses the key type; the object is a literal of this module.
const aspectNames = Object.keys(aspects) as Aspect[];

export function ProfilesTab() {
  return (
    <Stack gap="sm">
      <Text size="sm" maw={900}>
        {words.intro}
      </Text>
      <div className={texts.tableHost}>
        <Table className={styles.profiles} withTableBorder withColumnBorders>
          <Table.Thead>
            <Table.Tr>
              <Table.Td className={styles.aspect} />
              {profiles.map((profile) => (
                <Table.Th key={profile} scope="col">
                  {profile} · {securityProfiles[profile].name}
                  <Text size="xs" fw={400} className={texts.quiet}>
                    {securityProfiles[profile].clauses}
                  </Text>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {aspectNames.map((aspect) => (
              <Table.Tr key={aspect}>
                <Table.Th scope="row">{words.aspects[aspect]}</Table.Th>
                {profiles.map((profile) => (
                  <Table.Td key={profile}>{aspects[aspect](profile)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
}
