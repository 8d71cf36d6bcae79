/** The connectors with all a driver does there, and what the charge point did lately. */
import { Text } from '@mantine/core';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { useDetails } from '../inside/use-details.ts';
import { outletsOf } from '../list/charge-point-choice.ts';
import { ConnectorCard, WholeStrip } from './connector-card.tsx';
import styles from './connectors.module.css';
import { connectorWords as words } from './words.ts';

const shownActivities = 40;

function Lately({ id }: { id: string }) {
  const query = useDetails(id);
  return (
    <Panel title={words.lately} note={words.latelyNote}>
      <Loaded query={query} lines={4}>
        {({ activities }) =>
          activities.length === 0 ? (
            <Text size="sm" className={texts.quiet}>
              {words.nothingLately}
            </Text>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <ol className={styles.diary} tabIndex={0} aria-label={words.lately}>
              {activities
                .slice(-shownActivities)
                .toReversed()
                .map(({ at, part, what }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two activities may be alike to the millisecond
                  <li key={`${at} ${index}`}>
                    <TimeText at={at} as="time" />
                    <span className={texts.quiet}>{words.parts[part]}</span>
                    <span>{visibleText(what)}</span>
                  </li>
                ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}

export function OverviewTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, connectors, light } = chargePoint;
  const details = useDetails(id).data;
  const whole = connectors.find(({ connectorId }) => connectorId === 0);
  return (
    <div className={styles.overview}>
      {whole !== undefined && <WholeStrip id={id} connector={whole} light={light} />}
      <ul className={styles.cards} aria-label={words.title}>
        {outletsOf(chargePoint).map((connector) => (
          <ConnectorCard
            key={connector.connectorId}
            id={id}
            connector={connector}
            details={details?.connectors.find(
              ({ connectorId }) => connectorId === connector.connectorId,
            )}
          />
        ))}
      </ul>
      <Lately id={id} />
    </div>
  );
}
