/** The Stations screen with one station at the right. */
import { useParams, useSearch } from '@tanstack/react-router';
import { StationDetail } from './station-detail.tsx';
import styles from './stations-layout.module.css';
import { StationsLayout } from './stations-layout.tsx';

export function StationScreen() {
  const { stationId } = useParams({ from: '/stations/$stationId' });
  const { tab } = useSearch({ from: '/stations/$stationId' });
  return (
    <StationsLayout view="charge-points" selected={stationId}>
      <div className={styles.detail}>
        <StationDetail key={stationId} id={stationId} tab={tab ?? 'overview'} />
      </div>
    </StationsLayout>
  );
}
