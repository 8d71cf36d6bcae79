/** What both Stations screens share: the two parts of the screen, and the list at the left. */

import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { StationsView } from '../../app/addresses.ts';
import { orpc } from '../../app/api-client.ts';
import { useShortcutHelp } from '../../app/keyboard-help.tsx';
import { useSearchKey } from '../../app/use-search-key.ts';
import layout from '../../components/list-and-detail.module.css';
import { Loaded } from '../../components/loaded.tsx';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import { AnswersView } from './answers/answers-view.tsx';
import { OverrideBanner } from './answers/override-banner.tsx';
import { IdTagsView } from './id-tags/id-tags-view.tsx';
import { StationList } from './station-list.tsx';
import styles from './stations-layout.module.css';
import { stationShortcuts, stationsWords as words } from './words.ts';

/** The station shown last, to come back to it from the other part of the screen. */
let shownLast: string | undefined;

export function StationsLayout({
  view,
  selected,
  children,
}: {
  view: StationsView;
  /** Identity of the station at the right. */
  selected?: string;
  children: ReactNode;
}) {
  const stations = useQuery(orpc.csms.stations.queryOptions());
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  useShortcutHelp(stationShortcuts);
  useSearchKey(search);
  useEffect(() => {
    if (selected !== undefined) shownLast = selected;
  }, [selected]);

  const show = (wanted: string | null) => {
    if (wanted === 'id-tags' || wanted === 'answers') {
      void navigate({ to: '/stations', search: { view: wanted } });
    } else if (stations.data?.some(({ id }) => id === shownLast) && shownLast !== undefined) {
      void navigate({ to: '/stations/$stationId', params: { stationId: shownLast } });
    } else {
      void navigate({ to: '/stations' });
    }
  };

  return (
    <Tabs className={screen.filling} value={view} onChange={show}>
      <h1 className={texts.hidden}>{words.title}</h1>
      <Tabs.List className={screen.bar} aria-label={words.views}>
        <Tabs.Tab value="charge-points">{words.chargePoints}</Tabs.Tab>
        <Tabs.Tab value="id-tags">{words.idTags}</Tabs.Tab>
        <Tabs.Tab value="answers">{words.answers}</Tabs.Tab>
      </Tabs.List>
      <OverrideBanner />
      <Tabs.Panel value="charge-points" className={layout.parts}>
        <div className={layout.list}>
          <Loaded query={stations} lines={8}>
            {(known) => <StationList stations={known} selected={selected} search={search} />}
          </Loaded>
        </div>
        {children}
      </Tabs.Panel>
      <Tabs.Panel value="id-tags" className={styles.idTags}>
        <IdTagsView />
      </Tabs.Panel>
      <Tabs.Panel value="answers" className={styles.idTags}>
        <AnswersView />
      </Tabs.Panel>
    </Tabs>
  );
}
