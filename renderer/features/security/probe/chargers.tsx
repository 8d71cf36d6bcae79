/** The chargers that connected, each with the table of what its latest connections showed. */
import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProbedStation } from '../../../../shared/api/probe-contract.ts';
import { probeMarkdown, verdictWords } from '../../../../shared/security/probe/probe-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { problemOf } from '../../../components/problem-of.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './probe.module.css';
import { ProbeTable, Summaries } from './probe-table.tsx';
import { reportWords, chargerWords as words } from './words.ts';

const tones: Record<ProbedStation['verdict'], StatusTone> = {
  holds: 'good',
  breaks: 'error',
  unseen: 'info',
  'not-probed': 'off',
};

function Row({ charger, selected }: { charger: ProbedStation; selected: boolean }) {
  const navigate = useNavigate();
  const { id, identified, connections, verdict } = charger;
  return (
    <li className={styles.recent}>
      <UnstyledButton
        className={styles.url}
        aria-current={selected}
        onClick={() =>
          void navigate({ to: '/security', hash: 'probe', search: { charger: id }, replace: true })
        }
      >
        <Text size="sm" span {...(selected ? { fw: 600 } : {})}>
          {visibleText(id)}
        </Text>
        <Text size="xs" className={texts.quiet} truncate>
          {identified ? words.connections(connections) : words.unidentified}
        </Text>
      </UnstyledButton>
      <StatusDot tone={tones[verdict]} label={verdictWords[verdict]} />
    </li>
  );
}

function Charger({ id }: { id: string }) {
  const query = useQuery(orpc.probe.station.queryOptions({ input: { id } }));
  if (query.isError && problemOf(query.error).code === 'station-unknown') {
    return (
      <Panel title={visibleText(words.title(id))}>
        <Text size="sm">{words.unknown}</Text>
      </Panel>
    );
  }
  return (
    <Loaded query={query} lines={8}>
      {({ summaries, lines, lastAt, capture }) => (
        <Panel
          title={visibleText(words.title(id))}
          note={<TimeText at={lastAt} />}
          actions={
            <CopyButton
              value={probeMarkdown({ title: words.title(id), at: lastAt, summaries, lines })}
              label={reportWords.copy}
              text={reportWords.copy}
            />
          }
        >
          <Stack gap="sm">
            <Summaries summaries={summaries} />
            <ProbeTable lines={lines} capture={capture} />
          </Stack>
        </Panel>
      )}
    </Loaded>
  );
}

export function Chargers({ selected }: { selected: string | undefined }) {
  const query = useQuery(orpc.probe.stations.queryOptions());
  const id = selected ?? query.data?.[0]?.id;
  return (
    <Loaded query={query} lines={5}>
      {(chargers) =>
        chargers.length === 0 && selected === undefined ? (
          <div>
            <Text fw={600}>{words.emptyTitle}</Text>
            <Text size="sm" className={texts.quiet}>
              {words.emptyText}
            </Text>
          </div>
        ) : (
          <div className={styles.parts}>
            <Panel title={words.label}>
              <ul className={texts.list}>
                {chargers.map((charger) => (
                  <Row key={charger.id} charger={charger} selected={charger.id === id} />
                ))}
              </ul>
            </Panel>
            {id === undefined ? <Text size="sm">{words.choose}</Text> : <Charger id={id} />}
          </div>
        )
      }
    </Loaded>
  );
}
