/** The exact URLs to enter in a charge point, for one profile, with and without its identity. */

import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { ListenerState } from '../../../shared/api/csms-contract.ts';
import { benchClient, orpc } from '../../app/api-client.ts';
import { connectUrls } from '../../components/connect-urls.ts';
import { Loaded } from '../../components/loaded.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { Panel } from '../../components/panel.tsx';
import { ProfilePicker } from '../../components/profile-picker.tsx';
import { RootCertificates } from '../../components/root-certificates.tsx';
import texts from '../../components/text.module.css';
import { usePutListener } from './csms-actions.ts';
import { listenerServing, proposePort } from './listener-draft.ts';
import { UrlTable } from './url-table.tsx';
import { connectWords as words } from './words.ts';

const profiles = [0, 1, 2, 3] as const satisfies readonly SecurityProfile[];

function NotServed({
  profile,
  listeners,
}: {
  profile: SecurityProfile;
  listeners: readonly ListenerState[];
}) {
  const put = usePutListener();
  const request = { port: proposePort(listeners), securityProfiles: [profile] };
  return (
    <Group gap="sm">
      <Text size="sm">{words.notServed(profile)}</Text>
      <Button
        variant="default"
        loading={put.isPending}
        onClick={() => put.mutate(request, { onError: notifyProblem })}
      >
        {words.serve(profile)}
      </Button>
    </Group>
  );
}

function Credentials({ profile }: { profile: SecurityProfile }) {
  return (
    <Text size="sm">
      {words.credentials[profile]}{' '}
      {profile > 0 && (
        <Link
          className={texts.link}
          to={profile === 3 ? '/certificates' : '/security'}
          hash={profile === 3 ? 'trust' : 'credentials'}
        >
          {profile === 3 ? words.certificates : words.security}
        </Link>
      )}
    </Text>
  );
}

const fetchRoot = (family: 'rsa' | 'ecdsa') =>
  family === 'rsa' ? benchClient.pki.rsaRoot() : benchClient.pki.ecdsaRoot();

function SaveRoot() {
  const advice = useQuery(orpc.pki.rootAdvice.queryOptions()).data ?? [];
  return <RootCertificates advice={advice} fetchRoot={fetchRoot} />;
}

function Connect({ listeners }: { listeners: readonly ListenerState[] }) {
  const served = profiles.filter((candidate) => listenerServing(listeners, candidate));
  const [picked, setPicked] = useState<SecurityProfile>();
  const [identity, setIdentity] = useState('CP001');
  const [append, setAppend] = useState(true);
  const network = useQuery(orpc.bench.network.queryOptions()).data;
  const profile = picked ?? served[0] ?? 0;
  const urls = connectUrls(listeners, profile, network?.addresses ?? []);
  return (
    <Stack gap="sm">
      <ProfilePicker value={profile} onChange={setPicked} compact />
      <Group gap="lg" align="flex-start">
        <TextInput
          miw={220}
          label={words.identity}
          description={words.identityHint}
          value={identity}
          spellCheck={false}
          maxLength={255}
          onChange={(event) => setIdentity(event.currentTarget.value)}
        />
        <Switch
          label={words.append}
          description={words.appendHint}
          checked={append}
          onChange={(event) => setAppend(event.currentTarget.checked)}
        />
      </Group>
      {urls.length === 0 ? (
        <NotServed profile={profile} listeners={listeners} />
      ) : (
        <UrlTable urls={urls} identity={append ? identity.trim() : ''} />
      )}
      <Credentials profile={profile} />
      {profile >= 2 && <SaveRoot />}
    </Stack>
  );
}

export function ConnectPanel() {
  const query = useQuery(orpc.csms.get.queryOptions());
  return (
    <Panel title={words.title}>
      <Loaded query={query} lines={5}>
        {({ listeners }) =>
          listeners.length === 0 ? (
            <Text size="sm" className={texts.quiet}>
              {words.emptyText}
            </Text>
          ) : (
            <Connect listeners={listeners} />
          )
        }
      </Loaded>
    </Panel>
  );
}
