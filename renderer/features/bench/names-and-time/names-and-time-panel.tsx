/** “Names and time”: the name server and the time server of a bench without infrastructure. */
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { NamesPart } from './names-part.tsx';
import { TimePart } from './time-part.tsx';
import { namesAndTimeWords as words } from './words.ts';

export function NamesAndTimePanel() {
  const query = useQuery(orpc.namesAndTime.state.queryOptions());
  return (
    <Panel title={words.title}>
      <Loaded query={query} lines={4}>
        {({ names, time }) => (
          <>
            <NamesPart state={names} />
            <TimePart state={time} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
