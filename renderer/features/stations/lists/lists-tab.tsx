/** The tab Local list: who may charge without being asked for, and who has reserved. */
import { useQuery } from '@tanstack/react-query';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import pieces from '../pieces/pieces.module.css';
import { LocalList } from './local-list.tsx';
import { Reservations } from './reservations.tsx';

export function ListsTab({ station }: { station: StationState }) {
  const query = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  return (
    <Loaded query={query} lines={10}>
      {({ localList, reservations }) => (
        <div className={pieces.stack}>
          <LocalList station={station} list={localList} />
          <Reservations station={station} reservations={reservations} />
        </div>
      )}
    </Loaded>
  );
}
