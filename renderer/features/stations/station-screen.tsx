/** The Stations screen with one station at the right. */
import { useParams, useSearch } from '@tanstack/react-router';
import layout from '../../components/list-and-detail.module.css';
import { StationDetail } from './station-detail.tsx';
import { StationsLayout } from './stations-layout.tsx';

export function StationScreen() {
  const { stationId } = useParams({ from: '/stations/$stationId' });
  const { tab } = useSearch({ from: '/stations/$stationId' });
  return (
    <StationsLayout view="charge-points" selected={stationId}>
      <div className={layout.detail}>
        <StationDetail key={stationId} id={stationId} tab={tab ?? 'overview'} />
      </div>
    </StationsLayout>
  );
}
