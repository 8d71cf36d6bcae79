/** The Certificates screen: the desk, signing requests, trusted roots. One tab each, in the address. */
import { Tabs } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { BenchControls } from '../../components/last-known.tsx';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import styles from './certificates.module.css';
import { DeskTab } from './desk/desk-tab.tsx';
import { RequestsTab } from './requests/requests-tab.tsx';
import { TrustTab } from './trust/trust-tab.tsx';
import { certificatesWords as words } from './words.ts';

const tabs = {
  desk: DeskTab,
  requests: RequestsTab,
  trust: TrustTab,
};
type TabName = keyof typeof tabs;

// Object.keys loses the key type; the object is a literal of this module.
const tabNames = Object.keys(tabs) as TabName[];

const isTabName = (name: string): name is TabName => Object.hasOwn(tabs, name);

export function CertificatesScreen() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  return (
    <Tabs
      className={screen.filling}
      value={isTabName(hash) ? hash : 'desk'}
      keepMounted={false}
      onChange={(name) => void navigate({ to: '/certificates', hash: name ?? '', replace: true })}
    >
      <h1 className={texts.hidden}>{words.title}</h1>
      <Tabs.List className={screen.bar} aria-label={words.title}>
        {tabNames.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabNames.map((name) => {
        const Content = tabs[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <BenchControls className={styles.controls}>
              <Content />
            </BenchControls>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
