/** The steps before TLS: the name, TCP, the clock of the charge point, the first byte. */
import type { Evidence, Told } from './evidence.ts';
import type { AutopsyStep } from './model.ts';
import { joined, step } from './steps.ts';

const dayMs = 24 * 3600 * 1000;
/** OCPP sets no limit; beyond this certificates and tokens begin to fail. */
const clockToleranceMs = 5 * 60 * 1000;

/** Whether the URL names an address: then there is nothing to look up. */
function dialsAddress(url: string): boolean {
  const host = /^wss?:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? '';
  return host.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

/** As charge point what the resolver said; as Central System what its own name server was asked. */
export function nameStep(evidence: Evidence): AutopsyStep | undefined {
  const { role, lookup, opened, nameQueries } = evidence;
  if (role === 'csms') {
    const query = nameQueries.findLast(({ value }) => value.outcome === 'answered');
    const refused = nameQueries.at(-1);
    const asked = query ?? refused;
    if (asked === undefined) return step('name', 'unknown', 'name-not-seen');
    const { name, answers } = asked.value;
    const parameters = { name, addresses: joined(answers) };
    return query === undefined
      ? step('name', 'amber', 'name-asked-in-vain', { parameters, evidence: [asked] })
      : step('name', 'green', 'name-asked', { parameters, evidence: [asked] });
  }
  if (lookup !== undefined) {
    const { host, addresses, durationMs, error } = lookup.value;
    const parameters = { name: host, addresses: joined(addresses), durationMs };
    if (error !== undefined) {
      return step('name', 'red', 'name-not-found', {
        parameters: { ...parameters, error },
        evidence: [lookup],
      });
    }
    return step('name', 'green', 'name-found', { parameters, evidence: [lookup] });
  }
  const url = opened?.value.url;
  if (url !== undefined && dialsAddress(url)) return step('name', 'green', 'name-not-needed');
  return undefined;
}

export function tcpStep({ role, opened, connects }: Evidence): AutopsyStep | undefined {
  const details =
    connects.length === 0
      ? []
      : [
          {
            kind: 'values' as const,
            rows: connects.map(({ value: { remote, durationMs, error } }) => ({
              name: `${remote.address} ${remote.port}`,
              values: [error, `${durationMs} ms`],
            })),
          },
        ];
  if (opened === undefined) return undefined;
  const { local, remote, listener = '', url = '' } = opened.value;
  const parameters = {
    local: `${local.address} ${local.port}`,
    remote: `${remote.address} ${remote.port}`,
    listener,
    url,
    failedAddresses: connects.length,
  };
  const code = role === 'csms' ? 'tcp-accepted' : 'tcp-connected';
  const tone = connects.length > 0 ? 'amber' : 'green';
  return step('tcp', tone, connects.length > 0 ? 'tcp-connected-late' : code, {
    parameters,
    evidence: [...connects, opened],
    details,
  });
}

/** Old TLS stacks begin the random of their hello with the seconds since 1970 (RFC 5246 §7.4.1.2). */
function helloTimeMs({ hello }: Evidence): number | undefined {
  const { base64 } = hello?.frame ?? {};
  if (base64 === undefined) return undefined;
  const bytes = bytesOf(base64.slice(0, 24));
  // Record header 5, handshake header 4, version 2; then the random.
  if (bytes.length < 15 || bytes[0] !== 0x16 || bytes[5] !== 1) return undefined;
  const [, , , , , , , , , , , a = 0, b = 0, c = 0, d = 0] = bytes;
  return (a * 0x1000000 + b * 0x10000 + c * 0x100 + d) * 1000;
}

function bytesOf(base64: string): number[] {
  const binary = /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? atob(base64) : '';
  return [...binary].map((character) => character.charCodeAt(0));
}

/** Date-time of the first message that carries one. */
function messageTimeMs({ messages }: Evidence): { seq: number; skewMs: number } | undefined {
  for (const { text = '', sender, seq, wallUs } of messages) {
    const timestamp = /"timestamp"\s*:\s*"([^"]{10,40})"/.exec(text)?.[1];
    const timeMs = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
    if (sender === 'charge-point' && !Number.isNaN(timeMs)) {
      return { seq, skewMs: timeMs - wallUs / 1000 };
    }
  }
  return undefined;
}

/** What the charge point's clock says, by whatever tells of it; a wrong clock makes good certificates fail. */
export function clockStep(evidence: Evidence): AutopsyStep {
  const { hello, timeQueries } = evidence;
  const query = timeQueries.at(-1);
  if (query !== undefined) return clockBy('clock-by-time-query', query.value.skewMs, [query]);
  const message = messageTimeMs(evidence);
  if (message !== undefined) {
    const judged = clockBy('clock-by-message', message.skewMs, []);
    return { ...judged, evidence: [message.seq] };
  }
  const toldMs = helloTimeMs(evidence);
  const nowMs = (hello?.frame.wallUs ?? 0) / 1000;
  if (toldMs !== undefined && Math.abs(toldMs - nowMs) < dayMs) {
    return clockBy('clock-by-hello', toldMs - nowMs, [hello]);
  }
  // A random value looks like this once in a few thousand times: worth a hint, never a verdict.
  if (toldMs !== undefined && toldMs < 30 * dayMs) {
    return step('clock', 'unknown', 'clock-maybe-1970', { evidence: [hello] });
  }
  return step('clock', 'unknown', 'clock-not-told');
}

function clockBy(
  code: string,
  skewMs: number,
  evidence: readonly (Told<unknown> | undefined)[],
): AutopsyStep {
  const isPlausible = Math.abs(skewMs) <= clockToleranceMs;
  const parameters = { skewMs: Math.round(skewMs) };
  return step('clock', isPlausible ? 'green' : 'amber', code, { parameters, evidence });
}

/** TLS or plain. What the port expects is only known where it was not met: then the failure says it. */
export function firstByteStep(evidence: Evidence): AutopsyStep | undefined {
  const { hello, request, role } = evidence;
  const sentBy = role === 'csms' ? 'came' : 'went';
  if (hello !== undefined) {
    return step('first-byte', 'green', 'first-byte-tls', {
      evidence: [hello],
      parameters: { sentBy },
    });
  }
  if (request !== undefined) {
    return step('first-byte', 'green', 'first-byte-http', {
      evidence: [request],
      parameters: { sentBy },
    });
  }
  return undefined;
}
