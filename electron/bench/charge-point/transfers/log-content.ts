/**
 * The texts that a charge point uploads: diagnostics of what it did, and its security log.
 * Pure over the emulation; no secret is in what it is made of.
 */
import { findSecurityEvent } from '../../../../shared/ocpp/security-events.ts';
import { reportAllKeys } from '../configuration.ts';
import type { Emulation } from '../emulation.ts';

/** From when to when, in milliseconds since 1970; open where absent. */
export interface Period {
  fromMs?: number;
  untilMs?: number;
}

export type LogType = 'DiagnosticsLog' | 'SecurityLog';

const isWithin = (atMs: number, { fromMs, untilMs }: Period): boolean =>
  (fromMs === undefined || atMs >= fromMs) && (untilMs === undefined || atMs <= untilMs);

const instant = (timeMs: number): string => new Date(timeMs).toISOString();

function periodText({ fromMs, untilMs }: Period): string {
  const from = fromMs === undefined ? 'the beginning' : instant(fromMs);
  return `${from} to ${untilMs === undefined ? 'now' : instant(untilMs)}`;
}

function heading(emulation: Emulation, title: string, period: Period): string[] {
  const { settings } = emulation;
  return [
    `# ${title}`,
    `# charge point  ${emulation.id}`,
    `# serial number ${emulation.serialNumber}`,
    `# vendor, model ${settings.vendor}, ${settings.model}`,
    `# firmware      ${settings.firmwareVersion}`,
    `# made          ${instant(emulation.nowMs())}`,
    `# period        ${periodText(period)}`,
    '',
  ];
}

function diagnosticsLines(emulation: Emulation, period: Period): string[] {
  const { connectors, settings, link, activities } = emulation;
  return [
    ...heading(emulation, 'Diagnostics', period),
    '[connection]',
    `security profile ${settings.securityProfile}, ${link.status}, registration ${emulation.registration.status ?? 'none'}`,
    '',
    '[connectors]',
    ...connectors.map(
      ({ id, status, fault, meter, transaction }) =>
        `${id} ${status} ${fault?.errorCode ?? 'NoError'} ${Math.round(meter.energyWh)} Wh${
          transaction === undefined ? '' : ` transaction ${transaction.transactionId ?? 'unknown'}`
        }`,
    ),
    '',
    '[configuration]',
    ...reportAllKeys(emulation).map(({ key, value }) => `${key}=${value}`),
    '',
    '[activity]',
    ...activities
      .filter(({ atMs }) => isWithin(atMs, period))
      .map(({ atMs, part, what }) => `${instant(atMs)} ${part.padEnd(8)} ${what}`),
  ];
}

function securityLines(emulation: Emulation, period: Period): string[] {
  const { log } = emulation.memory.security;
  return [
    ...heading(emulation, 'Security log', period),
    ...log
      .filter(({ timestamp }) => isWithin(Date.parse(timestamp), period))
      .map(({ type, timestamp, techInfo }) => {
        const weight = findSecurityEvent(type)?.critical === true ? 'critical' : 'info';
        return [timestamp, weight.padEnd(8), type, techInfo ?? ''].join(' ').trimEnd();
      }),
  ];
}

/** The file of a log, as UTF-8. */
export function logContent(emulation: Emulation, type: LogType, period: Period): Uint8Array {
  const lines = type === 'SecurityLog' ? securityLines : diagnosticsLines;
  return new TextEncoder().encode(`${lines(emulation, period).join('\n')}\n`);
}

/** A name for the file: the charge point, the kind, the time. */
export function logFileName(emulation: Emulation, type: LogType): string {
  const kind = type === 'SecurityLog' ? 'security' : 'diagnostics';
  const id = emulation.id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 48);
  const time = instant(emulation.nowMs()).replace(/[-:]|\.\d+/g, '');
  return `${id}-${kind}-${time}.log`;
}
