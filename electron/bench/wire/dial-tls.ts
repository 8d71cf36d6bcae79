/**
 * The client side of TLS on a connected socket: handshake, verification of the server by policy, both recorded.
 * Knows nothing of HTTP; what is offered and verified is decided in tls-policy.
 */
import type { Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { type ClientHelloReading, helloFacts } from './client-hello.ts';
import type { ConnectionRecord } from './connection-record.ts';
import { type DialRequest, type Failed, failDial } from './dial-request.ts';
import { collectTlsKeys, recordTlsMessages } from './handshake-recording.ts';
import { serverVerificationOf } from './peer-verification.ts';
import { tapSocket } from './tapped-socket.ts';
import { base64Of, establishedFacts, keyFamilyOf, serverChainOf } from './tls-accept.ts';
import { describeTlsFailure, type TlsFailureInput } from './tls-failure.ts';
import { clientTlsOptions } from './tls-policy.ts';
import { followTlsRecords, gatherFirstHello, telltaleAlert } from './tls-records.ts';

/** Takes a connected socket through the handshake. */
export function secureDialledSocket(
  request: DialRequest,
  host: string,
  socket: Socket,
  record: ConnectionRecord,
): Promise<TLSSocket | Failed> {
  if (request.tls === undefined) throw new TypeError('wss needs tls');
  const { tls: choice, handshakeTimeoutMs } = request;
  const options = clientTlsOptions({ ...choice, host });
  const startedAtMs = performance.now();

  return new Promise((resolve) => {
    let settled = false;
    function settle(result: TLSSocket | Failed): void {
      settled = true;
      clearTimeout(timer);
      resolve(result);
    }
    function failWith(input: Omit<TlsFailureInput, 'role'>): void {
      if (settled) return;
      keys?.write();
      const alert = telltaleAlert(records.alerts);
      const known = {
        role: 'charge-point',
        ownCertificateAvailable: choice.identity !== undefined,
        serverHelloSeen: records.serverHelloSeen,
        ...(hello === undefined ? {} : { hello }),
        ...(alert === undefined ? {} : { alert }),
      } as const;
      settle(failDial(record, socket, describeTlsFailure({ ...known, ...input })));
    }

    const timer = setTimeout(() => failWith({ ending: 'timeout' }), handshakeTimeoutMs);
    const records = followTlsRecords();
    let hello: ClientHelloReading | undefined;
    const gatherHello = gatherFirstHello((reading, bytes) => {
      hello = reading;
      recordHello(record, reading, bytes);
    });
    const recording = request.handshakeRecording === 'full' ? recordTlsMessages(record) : undefined;
    const keys = request.keyLog === true ? collectTlsKeys(record) : undefined;
    const tapped = tapSocket(socket, {
      in: (chunk) => {
        records.feed('in', chunk);
        recording?.in(chunk);
      },
      out: (chunk) => {
        gatherHello(chunk);
        records.feed('out', chunk);
        recording?.out(chunk);
      },
    });
    // We verify ourselves, after recording what the server showed; Node would drop the connection before.
    const secure = tls.connect({ ...options, rejectUnauthorized: false, socket: tapped });
    if (keys !== undefined) {
      secure.on('keylog', (line) => keys.add(line.toString('latin1').trim()));
    }
    secure.on('error', (error) => {
      if (settled) record.socketError ??= 'code' in error ? String(error.code) : error.message;
      else failWith({ error });
    });
    secure.once('close', () => failWith({ ending: 'closed' }));
    secure.once('secureConnect', () => {
      keys?.write();
      recordEstablished(secure, record, startedAtMs, choice.identity);
      const refused = refusalOf(secure, host, options);
      if (refused === undefined) settle(secure);
      else failWith(refused);
    });
  });
}

/** The hello as it goes out, in the same frame as the one a listener sees coming in. */
function recordHello(record: ConnectionRecord, reading: ClientHelloReading, bytes: Buffer): void {
  if (reading.kind !== 'client-hello') return;
  record.append({
    kind: 'client-hello',
    direction: 'out',
    sender: 'charge-point',
    base64: bytes.subarray(0, reading.byteLength).toString('base64'),
    detail: helloFacts(reading.hello),
  });
}

function recordEstablished(
  secure: TLSSocket,
  record: ConnectionRecord,
  startedAtMs: number,
  identity: NonNullable<DialRequest['tls']>['identity'],
): void {
  const peerChain = serverChainOf(secure);
  const ownIdentities = identity === undefined ? [] : [identity];
  const facts = establishedFacts(secure, { startedAtMs, ownIdentities, peerChain });
  facts.peerVerification = serverVerificationOf(secure).result;
  const [leaf] = peerChain;
  const family = leaf === undefined ? undefined : keyFamilyOf(base64Of(leaf));
  if (family !== undefined) facts.serverKeyFamily = family;
  record.append({ kind: 'tls-established', detail: facts });
}

/** Why the server is not who was dialled, if it is not (Whitepaper A00.FR.308 to 310, 412 to 414). */
function refusalOf(
  secure: TLSSocket,
  host: string,
  options: tls.ConnectionOptions,
): Omit<TlsFailureInput, 'role'> | undefined {
  if (options.rejectUnauthorized === false || secure.authorized) return undefined;
  const { verifyCode = '' } = serverVerificationOf(secure);
  // The name rule gives its details only as an error; Node keeps no more than its code.
  const nameError = options.checkServerIdentity?.(host, secure.getPeerCertificate(true));
  const isName = verifyCode === 'ERR_TLS_CERT_ALTNAME_INVALID' && nameError !== undefined;
  return isName ? { error: nameError } : { verifyCode };
}
