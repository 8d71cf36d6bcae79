/**
 * Lines over time, drawn by uPlot, which is loaded with the first chart. Knows nothing of OCPP.
 * What a chart shows also stands in words or in a table beside it: a canvas says nothing to who cannot see it.
 */
import { Text, useComputedColorScheme } from '@mantine/core';
import { Component, lazy, type ReactNode, Suspense } from 'react';
import { formatDateTime } from '../../../components/format.ts';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { pieceWords as words } from '../pieces/words.ts';
import styles from './line-chart.module.css';
import type { ChartLine, LineChartProps } from './line-chart-props.ts';

const UplotChart = lazy(async () => ({
  default: (await import('./uplot-chart.tsx')).UplotChart,
}));

class ChartBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Text size="sm">{words.noChart}</Text> : this.props.children;
  }
}

/** First and last time of any line, in milliseconds. */
function span(lines: readonly ChartLine[]): [number, number] {
  const times = lines.flatMap(({ points }) => [points[0]?.[0], points.at(-1)?.[0]]);
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)];
}

export function LineChart(props: LineChartProps) {
  const scheme = useComputedColorScheme('light');
  const display = useTimeDisplay();
  const [fromMs, toMs] = span(props.lines);
  const text = (ms: number) => formatDateTime(new Date(ms).toISOString(), display);
  const { label, heightPx = 180 } = props;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        {label} <span className={styles.unit}>{props.unit}</span>
      </figcaption>
      <div
        role="img"
        aria-label={words.chart(label, text(fromMs), text(toMs))}
        className={styles.canvas}
        style={{ minHeight: heightPx }}
      >
        <ChartBoundary>
          <Suspense fallback={null}>
            <UplotChart key={scheme} {...props} heightPx={heightPx} utc={display === 'utc'} />
          </Suspense>
        </ChartBoundary>
      </div>
    </figure>
  );
}
