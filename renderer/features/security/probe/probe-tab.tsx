/** The tab Probe: endpoints on one side, chargers that connected on the other. */
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import texts from '../../../components/text.module.css';
import { Chargers } from './chargers.tsx';
import { Endpoints } from './endpoints.tsx';
import { probeWords as words } from './words.ts';

export function ProbeTab() {
  const { charger } = useSearch({ from: '/security' });
  const navigate = useNavigate();
  const [wanted, setWanted] = useState('endpoint');
  const part = charger === undefined ? wanted : 'chargers';
  const choose = (value: string) => {
    setWanted(value);
    void navigate({ to: '/security', hash: 'probe', search: {}, replace: true });
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={words.what}
        style={{ alignSelf: 'flex-start' }}
        value={part}
        onChange={choose}
        data={[
          { value: 'endpoint', label: words.endpoint },
          { value: 'chargers', label: words.chargers },
        ]}
      />
      <Text size="sm" maw={900} className={texts.quiet}>
        {part === 'chargers' ? words.chargersIntro : words.intro}
      </Text>
      {part === 'chargers' ? <Chargers selected={charger} /> : <Endpoints />}
    </Stack>
  );
}
