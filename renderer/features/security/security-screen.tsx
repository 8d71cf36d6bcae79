/** The Security screen: profiles, refused attempts, credentials, policy, probe. One tab each, in the address. */

import { Badge, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { orpc } from '../../app/api-client.ts';
import { BenchControls } from '../../components/last-known.tsx';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import { AttemptsTab } from './attempts-tab.tsx';
import { CredentialsTab } from './credentials-tab.tsx';
import { FaultsTab } from './faults/faults-tab.tsx';
import { PolicyTab } from './policy-tab.tsx';
import { ProbeTab } from './probe/probe-tab.tsx';
import { ProfilesTab } from './profiles-tab.tsx';
import styles from './security.module.css';
import { securityWords as words } from './words.ts';

const tabs = {
  profiles: ProfilesTab,
  attempts: AttemptsTab,
  credentials: CredentialsTab,
  policy: PolicyTab,
  faults: FaultsTab,
  probe: ProbeTab,
};
type TabName = keyof typeof tabs;

// Object.keys loses the key type; the object is a literal of this module.
const tabNames = Object.keys(tabs) as TabName[];

const isTabName = (name: string): name is TabName => Object.hasOwn(tabs, name);

export function SecurityScreen() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const attempts = useQuery(orpc.csms.attempts.queryOptions()).data?.length ?? 0;
  return (
    <Tabs
      className={screen.filling}
      value={isTabName(hash) ? hash : 'profiles'}
      onChange={(name) => void navigate({ to: '/security', hash: name ?? '', replace: true })}
    >
      <h1 className={texts.hidden}>{words.title}</h1>
      <Tabs.List className={screen.bar} aria-label={words.title}>
        {tabNames.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            rightSection={
              name === 'attempts' && attempts > 0 ? (
                <Badge
                  size="sm"
                  color="amber"
                  variant="light"
                  aria-label={words.attemptsCount(attempts)}
                >
                  {attempts}
                </Badge>
              ) : undefined
            }
          >
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabNames.map((name) => {
        const Content = tabs[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <div className={styles.page}>
              <BenchControls>
                <Content />
              </BenchControls>
            </div>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
