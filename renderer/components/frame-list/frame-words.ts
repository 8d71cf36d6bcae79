/** Words of the rows in the frame list: kinds, directions, severities and what frames that are no messages say. */

/** Badge in the type column. */
export const kindBadges: Readonly<Record<string, string>> = {
  'connection-opened': 'TCP',
  'name-lookup': 'NAME',
  'tcp-connect': 'TCP',
  'client-hello': 'TLS',
  'tls-message': 'TLS',
  'tls-keys': 'KEYS',
  'key-log-switched': 'AUDIT',
  'fault-switched': 'FAULT',
  'tls-established': 'TLS',
  'connection-failed': 'FAILED',
  'upgrade-request': 'HTTP',
  'upgrade-response': 'HTTP',
  ping: 'PING',
  pong: 'PONG',
  close: 'CLOSE',
  'protocol-error': 'ERROR',
  'call-timeout': 'TIMEOUT',
  'answer-withheld': 'WITHHELD',
  'connection-closed': 'TCP',
  'listener-started': 'BENCH',
  'listener-stopped': 'BENCH',
  'listener-failed': 'BENCH',
  'listener-certificates': 'CERT',
  'run-started': 'BENCH',
  'run-ended': 'BENCH',
  'clock-jump': 'CLOCK',
  gap: 'GAP',
  'secret-revealed': 'AUDIT',
  'file-transfer': 'FILE',
  'name-query': 'NAME',
  'time-query': 'TIME',
};

export const messageBadges = {
  call: 'CALL',
  result: 'RESULT',
  error: 'ERROR',
  malformed: 'MALFORMED',
};

export const unreadableMessage = 'MESSAGE';

export const directionWords = {
  'charge-point': 'Charge Point to CSMS',
  csms: 'CSMS to Charge Point',
  none: 'No direction',
};

/** Both roles record what passes between them; the mark tells which of the two rows is whose. */
export const roleMark = { short: 'CP', long: 'Recorded by the emulated charge point' };

export const severityWords = { error: 'Error', warning: 'Warning', info: 'Remark' };

export const columnWords = {
  verdict: { short: '!', long: 'Verdict' },
  time: { short: 'Time', long: 'Time' },
  delta: { short: 'Δ', long: 'Time since the row above' },
  station: { short: 'Station', long: 'Station' },
  direction: { short: '⇄', long: 'Direction' },
  type: { short: 'Type', long: 'Type' },
  action: { short: 'Action', long: 'Action' },
  summary: { short: 'Summary', long: 'Summary' },
  latency: { short: 'Latency', long: 'Time from the CALL to its answer' },
  size: { short: 'Size', long: 'Size' },
};

export const gridWords = { loading: 'loading …' };

const or = (text: string | number | undefined, otherwise: string): string =>
  text === undefined || text === '' ? otherwise : String(text);

/** Ends of connections, by the code of `connection-closed`. */
export const connectionEndWords: Readonly<Record<string, string>> = {
  'closed-by-peer': 'Closed by the other side',
  'closed-by-us': 'Closed by the bench',
  'certificate-revoked': 'Closed by the bench: the client certificate was revoked',
  'ended-without-close': 'Ended without a close frame',
  reset: 'Reset (TCP RST)',
  terminated: 'Cut off by the bench',
  'ping-timeout': 'Cut off: no pong came back',
  'protocol-error': 'Ended after a protocol error',
  'recording-refused': 'Ended because it could not be recorded',
  replaced: 'Replaced by a newer connection of the same station',
  refused: 'Ended with the refusal',
  failed: 'Ended with the failure',
};

/** Violations of RFC 6455, by the code of `protocol-error`. */
export const violationWords: Readonly<Record<string, string>> = {
  'control-frame-length': 'a control frame is longer than 125 bytes',
  'fragmented-control-frame': 'a control frame is fragmented',
  'invalid-close-code': 'a close code that may not be sent',
  'invalid-opcode': 'an opcode that does not exist',
  'invalid-utf8': 'text that is not UTF-8',
  'masked-frame': 'the CSMS sent a masked WebSocket frame',
  'message-too-large': 'the message is longer than allowed',
  'reserved-bits-set': 'reserved bits (RSV) are set',
  'too-many-fragments': 'too many fragments in one message',
  'unmasked-frame': 'the charge point sent a WebSocket frame without mask',
};

/** One line for each kind of frame that is no message. */
export const summaryWords = {
  opened: (remote?: string, local?: string) =>
    `TCP connection from ${or(remote, 'an unknown address')} to ${or(local, 'the bench')}`,
  dialled: (url?: string, remote?: string) => `TCP connection to ${or(url ?? remote, 'the CSMS')}`,
  hello: (versions: string[], suites: number, serverName?: string) =>
    [
      `ClientHello: ${or(versions.join(', '), 'no version')}`,
      `${suites} ${suites === 1 ? 'suite' : 'suites'}`,
      serverName === undefined ? 'no server name' : `for ${serverName}`,
    ].join(', '),
  lookup: (host?: string, addresses?: string, error?: string) =>
    error === undefined
      ? `${or(host, 'The name')} is ${or(addresses, 'without an address')}`
      : `${or(host, 'The name')} was not found: ${error}`,
  connectFailed: (remote?: string, error?: string) =>
    `${or(remote, 'The address')} did not take the connection: ${or(error, 'unknown reason')}`,
  serverHello: (version?: string, suite?: string) =>
    `ServerHello: ${or(version, 'unknown version')}, ${or(suite, 'unknown suite')}`,
  certificateMessage: (sender: string | undefined, certificates: number) =>
    `Certificate message of the ${sender === 'csms' ? 'CSMS' : 'charge point'}: ${certificates === 0 ? 'empty' : certificates === 1 ? '1 certificate' : `${certificates} certificates`}`,
  certificateRequest: 'CertificateRequest: the CSMS asks for a client certificate',
  alert: (level?: string, number?: number, name?: string) =>
    `Alert ${or(number, '?')} ${or(name, '')}, ${or(level, 'unknown level')}`,
  encryptedAlert: 'An alert, encrypted',
  encrypted: 'From here on encrypted',
  unreadableMessage: 'A handshake message that cannot be read',
  keys: (labels: number) =>
    `Secrets of the TLS session, ${labels} ${labels === 1 ? 'line' : 'lines'} of a key log`,
  keyLogSwitched: (of: string | undefined, name: string | undefined, on: boolean) =>
    `Key log of ${of === 'listener' ? 'listener' : 'charge point'} ${or(name, '?')} switched ${on ? 'on' : 'off'}`,
  faultSwitched: (name: string | undefined, fault: string | undefined, suite?: string) =>
    fault === 'off' || fault === undefined
      ? `${or(name, '?')} shows no fault any more`
      : `${or(name, '?')} shows the fault ${[fault, suite].filter(Boolean).join(' ')}`,
  revealedKeys: (sessions?: number) =>
    `Secrets of ${or(sessions, 'some')} TLS ${sessions === 1 ? 'session' : 'sessions'} were exported`,
  established: (role: string, version?: string, suite?: string, verification?: string) =>
    [
      or(version, 'TLS'),
      or(suite, 'unknown suite'),
      verification === 'no-certificate' || verification === undefined
        ? ''
        : `${role === 'charge-point' ? 'server' : 'client'} certificate: ${verification}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  request: (method?: string, target?: string) =>
    `${or(method, 'Request')} ${or(target, '')}`.trim(),
  accepted: (subprotocol?: string, profile?: number) =>
    [
      'Accepted (101)',
      subprotocol ?? 'no sub-protocol',
      profile === undefined ? '' : `security profile ${profile}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  refused: (status: number | undefined, why: string) => `Refused (${or(status, '?')}): ${why}`,
  ping: 'WebSocket ping',
  pong: 'WebSocket pong',
  close: (code?: number, reason?: string) =>
    `WebSocket close ${or(code, 'without code')}${reason ? `: ${reason}` : ''}`,
  protocolError: (what: string, closeCode?: number) =>
    `WebSocket protocol violated: ${what}${closeCode === undefined ? '' : `, closed with ${closeCode}`}`,
  timeout: (action: string | undefined, time: string) =>
    `No answer to ${or(action, 'the CALL')} within ${time}`,
  withheld: (action: string | undefined) =>
    `Left without an answer on request: ${or(action, 'a CALL')}`,
  closed: (how: string, time: string, bytesIn: string, bytesOut: string) =>
    `${how} after ${time}, ${bytesIn} in, ${bytesOut} out`,
  listenerStarted: (where: string, profiles: string) =>
    `Listening on ${where}, security profile ${profiles}`,
  listenerCertificates: (listener: string | undefined, cause?: string, until?: string) =>
    cause === 'renewed'
      ? `Listener ${or(listener, '')} renewed its certificates before they ran out${until === undefined ? '' : `; now until ${until}`}; open connections stay`
      : `Listener ${or(listener, '')} shows other certificates from here on; open connections stay`,
  listenerStopped: (listener?: string) => `Listener ${or(listener, '')} stopped`,
  listenerFailed: (where: string, code?: string) =>
    `Cannot listen on ${where}: ${or(code, 'unknown')}`,
  runStarted: (tool?: string, node?: string, tls?: string) =>
    `Bench started: ${[tool, node, tls].filter((part) => part !== undefined).join(', ')}`,
  runEnded: (reason?: string) => `Bench stopped: ${or(reason, 'unknown reason')}`,
  clockJump: (time: string) => `The computer’s clock jumped by ${time}`,
  paused: (time: string) => `The computer slept or the bench stood still for ${time}`,
  gap: (frames: number | undefined, reason?: string) =>
    `${or(frames, 'Some')} frames were not recorded: ${or(reason, 'unknown reason')}`,
  revealedFrame: (seq?: number) => `Secret of frame ${or(seq, '?')} was shown`,
  revealedStation: (station?: string) =>
    `AuthorizationKey of ${or(station, 'a station')} was shown`,
  asked: (from: string | undefined, what: string) => `${or(from, 'Somebody')} asked for ${what}`,
  askedTheTime: (from: string | undefined, what: string) =>
    `${or(from, 'Somebody')} asked for the time: ${what}`,
  revealedTransfer: 'Password of a file transfer was shown',
  revealedPrivateKey: 'Private key of a certificate was exported',
  fileTransfer: (direction?: string, content?: string, status?: string, bytes?: number) =>
    `${direction === 'upload' ? 'Upload' : 'Download'} of ${or(content, 'a file')}: ${or(status, '?').replaceAll('-', ' ')}, ${or(bytes, '0')} bytes`,
};
