/** The four security profiles side by side, and what this bench does with each. */
import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import { securityProfiles } from '../../../shared/security/security-profiles.ts';
import { orpc } from '../../app/api-client.ts';
import { StatusDot } from '../../components/status-dot.tsx';
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
        <Text size="xs" className={styles.quiet}>
          {words.stations(bound)}
        </Text>
      )}
    </>
  );
}

function ProfileRow({ profile }: { profile: SecurityProfile }) {
  const facts = securityProfiles[profile];
  return (
    <Table.Tr>
      <Table.Th scope="row" miw={150}>
        {profile} · {facts.name}
        <Text size="xs" fw={400} className={styles.quiet}>
          {facts.clauses}
        </Text>
      </Table.Th>
      <Table.Td>{words.transport[facts.scheme]}</Table.Td>
      <Table.Td>{words.chargePoint[facts.chargePointAuthentication]}</Table.Td>
      <Table.Td>{words.csms[facts.csmsAuthentication]}</Table.Td>
      <Table.Td>{words.needed[profile]}</Table.Td>
      <Table.Td>{words.use[profile]}</Table.Td>
      <Table.Td miw={110}>
        <OnThisBench profile={profile} />
      </Table.Td>
    </Table.Tr>
  );
}

export function ProfilesTab() {
  return (
    <Stack gap="sm">
      <Text size="sm" maw={900}>
        {words.intro}
      </Text>
      <div className={styles.tableHost}>
        <Table className={styles.profiles} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              {Object.values(words.columns).map((heading) => (
                <Table.Th key={heading} scope="col">
                  {heading}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {profiles.map((profile) => (
              <ProfileRow key={profile} profile={profile} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
}
