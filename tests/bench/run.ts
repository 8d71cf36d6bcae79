/**
 * Measures what the design promises in numbers and prints a table: `npm run bench -- [--only NAME] [--quick] [--json]`.
 * A benchmark, not a test: it ends with 1 when a budget is missed, and machines differ.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCertificates } from './certificates.ts';
import { measureCompositeSchedule } from './composite-schedule.ts';
import { measureFleet } from './fleet.ts';
import { measureFramesScreen } from './frames-screen.ts';
import { measureHandshakeRate } from './handshake-rate.ts';
import { type Figure, type Measurement, meetsBudget } from './measurement.ts';
import { measureProbe } from './probe.ts';
import { measureStartTime } from './start-time.ts';
import { measureThroughput } from './throughput.ts';
import { measureTlsHandshake } from './tls-handshake.ts';

const measurements: Record<string, Measurement> = {
  throughput: measureThroughput,
  'tls-handshake': measureTlsHandshake,
  'handshake-rate': measureHandshakeRate,
  start: measureStartTime,
  'frames-screen': measureFramesScreen,
  'composite-schedule': measureCompositeSchedule,
  fleet: measureFleet,
  probe: measureProbe,
  certificates: measureCertificates,
};

const usageProblem = 2;

interface Result {
  measurement: string;
  figures: Figure[];
  error?: string;
}

function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

function budgetText({ budget }: Figure): string {
  if (budget === undefined) return '';
  return 'atLeast' in budget ? `≥ ${budget.atLeast}` : `≤ ${budget.atMost}`;
}

function tableOf(results: readonly Result[]): string {
  const header = ['measurement', 'what', 'value', 'unit', 'budget', '', 'spread'];
  const rows = results.flatMap(({ measurement, figures, error }) => [
    ...figures.map((figure) => [
      measurement,
      figure.what,
      rounded(figure.value),
      figure.unit,
      budgetText(figure),
      figure.budget === undefined ? '' : meetsBudget(figure) ? 'met' : 'MISSED',
      figure.note ?? '',
    ]),
    ...(error === undefined ? [] : [[measurement, error, '', '', '', 'FAILED', '']]),
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function measure(name: string, measurement: Measurement, quick: boolean): Promise<Result> {
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  try {
    return { measurement: name, figures: await measurement({ quick, progress }) };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${name}: ${text}\n`);
    return { measurement: name, figures: [], error: text.split('\n')[0] ?? text };
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const names = values.only ?? Object.keys(measurements);
  const unknown = names.filter((name) => !Object.hasOwn(measurements, name));
  if (unknown.length > 0) {
    const known = Object.keys(measurements).join(', ');
    process.stderr.write(`No such measurement: ${unknown.join(', ')}. There are: ${known}.\n`);
    return usageProblem;
  }
  const results: Result[] = [];
  for (const name of names) {
    const measurement = measurements[name];
    if (measurement !== undefined) results.push(await measure(name, measurement, values.quick));
  }
  const machine = { processors: cpus().length, model: cpus()[0]?.model, node: process.version };
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
  else process.stdout.write(`${JSON.stringify(machine)}\n${tableOf(results)}\n`);
  const isGood = results.every(
    ({ figures, error }) => error === undefined && figures.every(meetsBudget),
  );
  return isGood ? 0 : 1;
}

process.exitCode = await main();
