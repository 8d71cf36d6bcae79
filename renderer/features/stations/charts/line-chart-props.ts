/** What a chart is given, for the part loaded at once and the part loaded later. */

export interface ChartLine {
  name: string;
  /** Milliseconds since 1970 and value, the oldest first. */
  points: readonly (readonly [atMs: number, value: number])[];
}

export interface LineChartProps {
  /** What it shows, for example `Power`. */
  label: string;
  unit: string;
  lines: readonly ChartLine[];
  /** Charts with the same key move their cursors together. */
  syncKey?: string;
  /** A value holds until the next one, as in a schedule. */
  stepped?: boolean;
  heightPx?: number;
}
