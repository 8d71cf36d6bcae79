/** The Settings screen: sections at the left, one of them at the right. */

import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { settingsSections } from '../../app/addresses.ts';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import { AboutSection } from './about-section.tsx';
import { ApiSection } from './api-section.tsx';
import { CapturesSection } from './captures/captures-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { RecordingSection } from './recording-section.tsx';
import { SecretsSection } from './secrets/secrets-section.tsx';
import styles from './settings-screen.module.css';
import { settingsWords as words } from './words.ts';

const sections = {
  captures: CapturesSection,
  recording: RecordingSection,
  general: GeneralSection,
  secrets: SecretsSection,
  api: ApiSection,
  about: AboutSection,
};

const wideEnough = '(min-width: 1180px)';

export function SettingsScreen() {
  const { section = 'captures' } = useSearch({ from: '/settings' });
  const navigate = useNavigate();
  const isWide = useMediaQuery(wideEnough, true, { getInitialValueInEffect: false });
  const open = (wanted: string | null) => {
    const known = settingsSections.find((name) => name === wanted);
    if (known !== undefined) {
      void navigate({ to: '/settings', search: { section: known }, replace: true });
    }
  };
  return (
    <Tabs
      className={`${screen.filling} ${styles.screen}`}
      value={section}
      onChange={open}
      orientation={isWide ? 'vertical' : 'horizontal'}
      data-wide={isWide || undefined}
    >
      <h1 className={texts.hidden}>{words.title}</h1>
      <Tabs.List className={`${screen.bar} ${styles.sections}`} aria-label={words.sections}>
        {settingsSections.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {settingsSections.map((name) => {
        const Section = sections[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.section}>
            <div className={styles.content}>
              <Section />
            </div>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
