/**
 * The HTTP upgrade: the request and each of its headers, identity, sub-protocol, credentials by their shape, and the
 * answer. Secrets are looked at here and never leave.
 */
import { maskHeader } from '../../ocpp/secret-masking.ts';
import { authorizationKeyRules, describePasswordBytes } from '../authorization-key.ts';
import { readBasicHeader } from '../basic-header.ts';
import type { Evidence, RequestFacts, ResponseFacts } from './evidence.ts';
import type { AutopsyStep, HeaderRow } from './model.ts';
import { joined, step } from './steps.ts';

type Headers = RequestFacts['headers'];
type Verdict = Pick<HeaderRow, 'tone' | 'code'>;

const valuesOf = (headers: Headers, wanted: string): string[] =>
  headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

const tokensOf = (values: readonly string[]): string[] =>
  values
    .join(',')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');

const hasToken = (value: string, token: string): boolean =>
  tokensOf([value]).some((found) => found.toLowerCase() === token);

const good = (code: string): Verdict => ({ tone: 'green', code });
const odd = (code: string): Verdict => ({ tone: 'amber', code });
const wrong = (code: string): Verdict => ({ tone: 'red', code });

/** Each header that decides something, with what is right (RFC 6455 §4.2.1, OCPP-J 1.6 §3). */
const judges: Readonly<Record<string, (value: string) => Verdict>> = {
  host: (value) => (value.trim() === '' ? odd('header-empty') : good('header-host')),
  upgrade: (value) =>
    hasToken(value, 'websocket') ? good('header-upgrade') : wrong('header-upgrade-other'),
  connection: (value) =>
    hasToken(value, 'upgrade') ? good('header-connection') : wrong('header-connection-other'),
  'sec-websocket-version': (value) =>
    value.trim() === '13' ? good('header-version') : wrong('header-version-other'),
  'sec-websocket-key': (value) =>
    /^[A-Za-z0-9+/]{21}[AQgw]==$/.test(value.trim())
      ? good('header-key')
      : wrong('header-key-invalid'),
  'sec-websocket-protocol': (value) =>
    tokensOf([value]).some((token) => /^ocpp[12]\./.test(token))
      ? good('header-protocol')
      : wrong('header-protocol-other'),
  'sec-websocket-extensions': () => ({ tone: 'unknown', code: 'header-extensions' }),
  authorization: (value) =>
    /^basic /i.test(value.trim()) ? good('header-authorization') : wrong('header-not-basic'),
  origin: () => odd('header-origin'),
  cookie: () => odd('header-cookie'),
};

/** What a request to open a WebSocket with OCPP must have. */
const needed = [
  'host',
  'upgrade',
  'connection',
  'sec-websocket-version',
  'sec-websocket-key',
  'sec-websocket-protocol',
];
const onceOnly = new Set([...needed, 'authorization']);

const answerJudges: Readonly<Record<string, (value: string) => Verdict>> = {
  upgrade: judges.upgrade ?? good,
  connection: judges.connection ?? good,
  'sec-websocket-accept': () => good('header-accept'),
  'sec-websocket-protocol': judges['sec-websocket-protocol'] ?? good,
  'www-authenticate': () => good('header-challenge'),
  location: () => odd('header-location'),
  'sec-websocket-extensions': () => odd('header-extensions'),
};

function headerRows(headers: Headers, judgesOf: typeof judges): HeaderRow[] {
  return headers.map(([name, value]) => {
    const lower = name.toLowerCase();
    const judge = Object.hasOwn(judgesOf, lower) ? judgesOf[lower] : undefined;
    const isRepeated = onceOnly.has(lower) && valuesOf(headers, lower).length > 1;
    const verdict: Verdict = isRepeated
      ? odd('header-repeated')
      : (judge?.(value) ?? { tone: 'unknown', code: 'header-no-matter' });
    return { name, value: maskHeader(name, value), ...verdict };
  });
}

const missingRow = (name: string): HeaderRow => ({ name, value: '', ...wrong('header-missing') });

const worstOf = (rows: readonly HeaderRow[]): 'green' | 'amber' | 'red' =>
  rows.some(({ tone }) => tone === 'red')
    ? 'red'
    : rows.some(({ tone }) => tone === 'amber')
      ? 'amber'
      : 'green';

export function upgradeSteps(evidence: Evidence): AutopsyStep[] {
  const { request } = evidence;
  if (request === undefined) return [];
  const { target, headers } = request.value;
  const asked = [requestStep(evidence, request.value), headersStep(evidence, request.value)];
  // A visit to the port is no attempt of a station: it needs no identity.
  if (valuesOf(headers, 'upgrade').length === 0 && /^\/?([?#]|$)/.test(target)) return asked;
  return [
    ...asked,
    identityStep(evidence, request.value),
    subprotocolStep(evidence, request.value),
    credentialsStep(evidence, request.value),
  ];
}

function requestStep({ request }: Evidence, facts: RequestFacts): AutopsyStep {
  const { method, target, httpVersion } = facts;
  const isRight = method === 'GET' && httpVersion !== '1.0' && httpVersion !== '0.9';
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(target);
  const tone = !isRight ? 'red' : isAbsolute ? 'amber' : 'green';
  const code = !isRight ? 'request-line-wrong' : isAbsolute ? 'request-absolute' : 'request-line';
  return step('upgrade-request', tone, code, {
    parameters: { method, target, httpVersion },
    evidence: [request],
    clause: 'RFC 6455 §4.1',
  });
}

/** Have a step of their own, which judges them with what goes along. */
const judgedElsewhere = new Set(['sec-websocket-protocol', 'authorization']);

function headersStep({ request }: Evidence, { method, headers }: RequestFacts): AutopsyStep {
  const present = new Set(headers.map(([name]) => name.toLowerCase()));
  const rows = [
    ...headerRows(headers, judges),
    ...needed.filter((name) => !present.has(name)).map(missingRow),
  ];
  const details = [{ kind: 'headers' as const, rows }];
  if (method !== 'GET') {
    // What a request that asks for something else has for headers is not what is wrong with it.
    return step('upgrade-headers', 'unknown', 'headers-of-no-upgrade', {
      evidence: [request],
      details,
    });
  }
  const decisive = rows.filter(({ name }) => !judgedElsewhere.has(name.toLowerCase()));
  const tone = worstOf(decisive);
  const names = decisive.filter((row) => row.tone === tone).map(({ name }) => name);
  return step('upgrade-headers', tone, `headers-${tone}`, {
    parameters: { headers: headers.length, names: tone === 'green' ? '' : joined(names) },
    evidence: [request],
    clause: 'RFC 6455 §4.2.1',
    details,
  });
}

function identityStep({ request }: Evidence, { target }: RequestFacts): AutopsyStep {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const segment = bare.slice(bare.lastIndexOf('/') + 1);
  const station = request?.frame.station;
  const parameters = { target, identity: station ?? '', segment };
  const clause = 'OCPP-J 1.6 §3.1.1';
  const judged = (tone: AutopsyStep['tone'], code: string) =>
    step('identity', tone, code, { parameters, clause, evidence: [request] });
  if (segment === '') return judged(station === undefined ? 'red' : 'amber', 'identity-empty');
  if (station === undefined) return judged('red', 'identity-unreadable');
  if (bare.includes('//')) return judged('amber', 'identity-double-slash');
  return judged('green', 'identity-read');
}

function subprotocolStep({ request, response }: Evidence, { headers }: RequestFacts): AutopsyStep {
  const offered = tokensOf(valuesOf(headers, 'sec-websocket-protocol'));
  const chosen = response?.value.subprotocol ?? '';
  const parameters = { offered: joined(offered), chosen };
  const evidence = [request, chosen === '' ? undefined : response];
  const clause = 'OCPP-J 1.6 §3.1.2';
  const judged = (tone: AutopsyStep['tone'], code: string) =>
    step('subprotocol', tone, code, { parameters, clause, evidence });
  if (offered.length === 0) {
    return judged('amber', chosen === '' ? 'subprotocol-none' : 'subprotocol-assumed-here');
  }
  if (chosen !== '') return judged('green', 'subprotocol-agreed');
  return judged(
    offered.some((token) => /^ocpp[12]\./.test(token)) ? 'green' : 'amber',
    'subprotocol-offered',
  );
}

/** The credentials by their shape: lengths and forms, never the secret. */
function credentialsStep(evidence: Evidence, { headers }: RequestFacts): AutopsyStep {
  const { request, response } = evidence;
  const values = valuesOf(headers, 'authorization');
  const clause = 'Whitepaper A00.FR.203–206, A00.FR.301–304';
  const identity = request?.frame.station ?? '';
  const profile = response?.value.securityProfile;
  if (values.length === 0) {
    const isNeeded = profile === 1 || profile === 2;
    const code = isNeeded ? 'credentials-missing' : 'credentials-none';
    return step('credentials', isNeeded ? 'amber' : 'green', code, { evidence: [request], clause });
  }
  if (profile === 0 || profile === 3) {
    const parameters = { securityProfile: profile };
    return step('credentials', 'amber', 'credentials-not-used', {
      parameters,
      evidence: [request, response],
      clause,
    });
  }
  const { faults, reading } = readBasicHeader(values);
  const [fault] = faults;
  const parameters = { identity, fault: fault?.code ?? '' };
  if (reading.kind !== 'credentials') {
    return step('credentials', 'red', 'credentials-unreadable', {
      parameters,
      evidence: [request],
      clause,
    });
  }
  const { userName, password } = reading;
  const { byteLength, printable, looksLikeHexText } = describePasswordBytes(password);
  const shape = {
    ...parameters,
    userIsIdentity: userName === identity,
    passwordBytes: byteLength,
    printable,
    hexText: looksLikeHexText,
  };
  const judged = (tone: AutopsyStep['tone'], code: string) =>
    step('credentials', tone, code, { parameters: shape, evidence: [request], clause });
  if (faults.length > 0) return judged('amber', 'credentials-odd-form');
  if (userName !== identity) return judged('amber', 'credentials-other-user');
  if (looksLikeHexText) return judged('amber', 'credentials-hex-text');
  const { minBytes, maxBytes } = authorizationKeyRules;
  if (byteLength < minBytes || byteLength > maxBytes) return judged('amber', 'credentials-length');
  return judged('green', 'credentials-shape');
}

export function answerStep({ response, role, failed }: Evidence): AutopsyStep | undefined {
  if (response === undefined) return undefined;
  const { status, code, subprotocol = '', securityProfile, headers } = response.value;
  const isAccepted = status === 101 && code === 'accepted';
  const rows = headerRows(headers, answerJudges);
  const parameters = {
    status,
    subprotocol,
    ...(securityProfile === undefined ? {} : { securityProfile }),
    findings: findingsOf(response.value),
  };
  const details = [{ kind: 'headers' as const, rows }];
  const evidence = [response, isAccepted ? undefined : failed];
  if (isAccepted) {
    const who = role === 'csms' ? 'answer-accepted' : 'answer-accepted-by-csms';
    return step('answer', parameters.findings === '' ? 'green' : 'amber', who, {
      parameters,
      evidence,
      details,
    });
  }
  return step('answer', 'red', 'answer-refused', { parameters, evidence, details });
}

function findingsOf({ parameters }: ResponseFacts): string {
  const findings = parameters?.findings;
  return typeof findings === 'string' ? findings : '';
}
