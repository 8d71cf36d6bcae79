/** The Bench screen: the local CSMS, how to connect a charger to it, stations and emulated charge points. */
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { ChargePointsPanel } from './charge-points-panel.tsx';
import { ConnectPanel } from './connect-panel.tsx';
import { CsmsPanel } from './csms-panel.tsx';
import { FleetPanel } from './fleet-panel.tsx';
import { NamesAndTimePanel } from './names-and-time/names-and-time-panel.tsx';
import { ReachabilityPanel } from './reachability-panel.tsx';
import { StationsPanel } from './stations-panel.tsx';
import { TryIt } from './try-it.tsx';
import { benchWords } from './words.ts';

export function BenchScreen() {
  return (
    <div className={styles.screen}>
      <h1 className={texts.hidden}>{benchWords.title}</h1>
      <div className={styles.columns}>
        <div className={styles.wide}>
          <TryIt />
        </div>
        <div className={styles.column}>
          <CsmsPanel />
          <ConnectPanel />
          <ReachabilityPanel />
          <NamesAndTimePanel />
        </div>
        <div className={styles.column}>
          <StationsPanel />
          <ChargePointsPanel />
          <FleetPanel />
        </div>
      </div>
    </div>
  );
}
