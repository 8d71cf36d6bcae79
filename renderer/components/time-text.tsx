/** A time on the clock the person chose (local or UTC), with the other one on hover. */
import { createContext, useContext } from 'react';
import { formatDateTime, formatExactTime, formatTime, type TimeDisplay } from './format.ts';

/** The shell provides what Settings says. */
export const TimeDisplayContext = createContext<TimeDisplay>('local');

export function useTimeDisplay(): TimeDisplay {
  return useContext(TimeDisplayContext);
}

const formats = { time: formatTime, exact: formatExactTime, 'date-time': formatDateTime };

/** `at` is RFC 3339; `as` picks how much of it is shown. */
export function TimeText({
  at,
  as = 'date-time',
}: {
  at: string;
  as?: 'time' | 'exact' | 'date-time';
}) {
  const display = useTimeDisplay();
  const other = display === 'utc' ? 'local' : 'utc';
  return (
    <time dateTime={at} title={formatExactTime(at, other)}>
      {formats[as](at, display)}
    </time>
  );
}
