/**
 * `--names`, `--name`, `--time` and `--time-offset` of `serve` and `csms`: the name server and the time server of a
 * bench without infrastructure. Reads flags, switches on, and says where they listen.
 */
import type { Command } from 'commander';
import {
  type NameChanges,
  nameChanges,
  nameSettings,
  type TimeChanges,
  timeChanges,
  timeSettings,
} from '../../shared/api/names-and-time-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import { parseHostAndPort, parsePort } from '../../shared/security/security-profiles.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { type ExitCode, exitCode, type Output } from './output.ts';

export interface NamesAndTimeOptions {
  /** `true` without a value. */
  names?: string | true;
  name: string[];
  time?: string | true;
  timeOffset?: string;
}

export interface NamesAndTimePlan {
  names?: NameChanges;
  time?: TimeChanges;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

export function addNamesAndTimeOptions(command: Command): Command {
  return command
    .option('--names [host:port]', 'answer name queries (DNS); port 53 unless given')
    .option(
      '--name <name[=address]>',
      'a name that leads to the bench or to an address, *.example included; may be repeated',
      collect,
      [],
    )
    .option('--time [host:port]', 'answer time queries (SNTP); port 123 unless given')
    .option('--time-offset <seconds>', 'how far the answered time is ahead of this clock');
}

/** `PORT`, `HOST:PORT`, or nothing. */
function placeOf(text: string | true): Outcome<{ host?: string; port?: number }> {
  if (text === true) return { ok: true, value: {} };
  if (!/^\d+$/.test(text)) return parseHostAndPort(text);
  const port = parsePort(text);
  return port.ok ? { ok: true, value: { port: port.value } } : port;
}

/** `NAME` or `NAME=ADDRESS`; a name given several times has several addresses. */
function entriesOf(texts: readonly string[]): { name: string; addresses: string[] }[] {
  const entries = new Map<string, string[]>();
  for (const text of texts) {
    const [name = '', ...address] = text.split('=');
    entries.set(name, [...(entries.get(name) ?? []), ...address]);
  }
  return [...entries].map(([name, addresses]) => ({ name, addresses }));
}

function invalid(where: string, reason: string) {
  return { ok: false as const, problem: { code: 'input-invalid', where, parameters: { reason } } };
}

function planNames({ names, name }: NamesAndTimeOptions): Outcome<NameChanges | undefined> {
  if (names === undefined && name.length === 0) return { ok: true, value: undefined };
  const place = placeOf(names ?? true);
  if (!place.ok) return place;
  const entries = name.length === 0 ? {} : { names: entriesOf(name) };
  const parsed = nameChanges.safeParse({ enabled: true, ...place.value, ...entries });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const isEntry = issue?.path[0] === 'names';
  return isEntry
    ? invalid('--name', 'it is NAME or NAME=ADDRESS, as in csms.example=192.168.7.1')
    : invalid('--names', 'it is PORT or ADDRESS:PORT');
}

function planTime({ time, timeOffset }: NamesAndTimeOptions): Outcome<TimeChanges | undefined> {
  if (time === undefined && timeOffset === undefined) return { ok: true, value: undefined };
  const place = placeOf(time ?? true);
  if (!place.ok) return place;
  const offset =
    timeOffset === undefined ? {} : { offsetMs: Math.round(Number(timeOffset) * 1000) };
  const parsed = timeChanges.safeParse({ enabled: true, ...place.value, ...offset });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const isOffset = issue?.path[0] === 'offsetMs';
  return isOffset
    ? invalid('--time-offset', 'it is a number of seconds')
    : invalid('--time', 'it is PORT or ADDRESS:PORT');
}

/** Problems: those of a place, `input-invalid`. */
export function planNamesAndTime(options: NamesAndTimeOptions): Outcome<NamesAndTimePlan> {
  const names = planNames(options);
  if (!names.ok) return names;
  const time = planTime(options);
  if (!time.ok) return time;
  return {
    ok: true,
    value: { ...(names.value && { names: names.value }), ...(time.value && { time: time.value }) },
  };
}

/** Switches on what was asked for; the exit code when a port cannot be had, which it has printed. */
export async function startNamesAndTime(
  { namesAndTime }: Pick<BenchSurface, 'namesAndTime'>,
  output: Output,
  { names, time }: NamesAndTimePlan,
): Promise<ExitCode | undefined> {
  if (names) await namesAndTime.putNames({ ...nameSettings.parse({}), ...names });
  if (time) await namesAndTime.putTime({ ...timeSettings.parse({}), ...time });
  const state = namesAndTime.state();
  const asked = [
    ...(names ? [{ server: 'names', title: 'Name server', ...state.names }] : []),
    ...(time ? [{ server: 'time', title: 'Time server', ...state.time }] : []),
  ];
  for (const { server, title, status, problem, places } of asked) {
    if (status === 'failed' && problem) {
      output.problem(problem);
      return exitCode.environment;
    }
    for (const { address, network, port, problem: refused } of places) {
      if (refused) output.problem(refused);
      else
        output.line(`${title}: ${address} port ${port} (${network})`, {
          ...{ event: 'answering', server, address, port, network },
        });
    }
  }
  return undefined;
}
