/** uPlot itself; only `line-chart.tsx` imports this, lazily. Colours come from the variables of the theme. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDateTime } from '../../../components/format.ts';
import type { LineChartProps } from './line-chart-props.ts';

/** In the order of the lines; each is told apart by its dashes as well. */
const looks: readonly { variable: string; dash: number[] }[] = [
  { variable: '--bench-from-charge-point', dash: [] },
  { variable: '--bench-from-csms', dash: [6, 3] },
  { variable: '--bench-good', dash: [2, 3] },
  { variable: '--bench-warning', dash: [8, 3, 2, 3] },
  { variable: '--bench-error', dash: [1, 2] },
  { variable: '--bench-info', dash: [10, 4] },
];

const secondMs = 1_000;

function joined({ lines }: LineChartProps): uPlot.AlignedData {
  const tables = lines.map(
    ({ points }): uPlot.AlignedData => [
      points.map(([atMs]) => atMs / secondMs),
      points.map(([, value]) => value),
    ],
  );
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

const minuteS = 60;
const dayS = 86_400;
const clockAt = 11;
const dayAt = 5;

/** As much of the time as the distance of the ticks needs: `08:15:30`, `08:15` or `11-22`. */
function tickText(atS: number, stepS: number, utc: boolean): string {
  const text = formatDateTime(new Date(atS * secondMs).toISOString(), utc ? 'utc' : 'local');
  if (stepS >= dayS) return text.slice(dayAt, clockAt - 1);
  return stepS < minuteS ? text.slice(clockAt, clockAt + 8) : text.slice(clockAt, clockAt + 5);
}

function axisLooks(colour: (name: string) => string): Partial<uPlot.Axis> {
  return {
    stroke: colour('--bench-quiet'),
    grid: { stroke: colour('--bench-line'), width: 1 },
    ticks: { stroke: colour('--bench-line'), width: 1 },
    font: '11px system-ui, sans-serif',
  };
}

function options(
  props: LineChartProps & { heightPx: number; utc: boolean },
  host: HTMLElement,
): uPlot.Options {
  const theme = getComputedStyle(document.documentElement);
  const colour = (name: string): string => theme.getPropertyValue(name).trim();
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    width: Math.max(host.clientWidth, 200),
    height: props.heightPx,
    ...(props.utc
      ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * secondMs), 'Etc/UTC') }
      : {}),
    cursor: {
      drag: { x: true, y: false },
      ...(props.syncKey === undefined ? {} : { sync: { key: props.syncKey } }),
    },
    scales: {
      y: {
        range: (_chart, low, high) => [Math.min(0, low), high === low ? high + 1 : high * 1.05],
      },
    },
    axes: [
      {
        ...axisLooks(colour),
        size: 32,
        values: (_chart, seconds, _axis, _space, stepS) =>
          seconds.map((at) => tickText(at, stepS, props.utc)),
      },
      { ...axisLooks(colour), size: 56 },
    ],
    series: [
      { value: '{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}' },
      ...props.lines.map(({ name }, index): uPlot.Series => {
        const look = looks[index % looks.length];
        return {
          label: name,
          stroke: colour(look?.variable ?? '--bench-text'),
          dash: look?.dash ?? [],
          width: 1.5,
          spanGaps: true,
          points: { size: 4 },
          value: (_chart, value) =>
            value === null ? '' : `${Number(value.toFixed(2))} ${props.unit}`,
          ...(props.stepped === true && stepped !== undefined ? { paths: stepped } : {}),
        };
      }),
    ],
  };
}

export function UplotChart(props: LineChartProps & { heightPx: number; utc: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const names = props.lines.map(({ name }) => name).join('\n');
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart is made anew only when its lines are others
  useEffect(() => {
    const place = host.current;
    if (place === null) return;
    const created = new uPlot(options(latest.current, place), joined(latest.current), place);
    chart.current = created;
    const resized = new ResizeObserver(() => {
      if (place.clientWidth > 0)
        created.setSize({ width: place.clientWidth, height: created.height });
    });
    resized.observe(place);
    return () => {
      resized.disconnect();
      created.destroy();
      chart.current = null;
    };
  }, [names, props.utc, props.unit, props.stepped, props.syncKey]);

  useEffect(() => {
    chart.current?.setData(joined(props));
  }, [props]);

  return <div ref={host} />;
}
