/** The emulated charge points with one of them at the right. */
import { useParams, useSearch } from '@tanstack/react-router';
import { ChargePointsLayout } from './charge-points-layout.tsx';
import { ChargePointPage } from './page/charge-point-page.tsx';

export function ChargePointScreen() {
  const { chargePointId } = useParams({ from: '/charge-points/$chargePointId' });
  const { tab } = useSearch({ from: '/charge-points/$chargePointId' });
  return (
    <ChargePointsLayout selected={chargePointId}>
      {() => <ChargePointPage key={chargePointId} id={chargePointId} tab={tab ?? 'overview'} />}
    </ChargePointsLayout>
  );
}
