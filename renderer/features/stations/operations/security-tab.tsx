/** The tab Security: the way to a higher profile, single operations, how they went, and security events. */
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import pieces from '../pieces/pieces.module.css';
import { OperationList } from './operation-list.tsx';
import { RaiseGuide } from './raise-guide.tsx';
import { SecurityEvents } from './security-events.tsx';
import { SingleOperations } from './single-operations.tsx';

export function SecurityTab({ station }: { station: StationState }) {
  return (
    <div className={pieces.stack}>
      <RaiseGuide station={station} />
      <OperationList station={station.id} which={() => true} />
      <SingleOperations station={station} />
      <SecurityEvents station={station.id} />
    </div>
  );
}
