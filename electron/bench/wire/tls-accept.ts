/**
 * The server side of TLS on sockets somebody else accepted: handshake, and what was agreed in it.
 * Judges no certificate and records nothing itself; what is offered is decided in tls-policy.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import type { TlsEstablishedFacts } from '../../../shared/record/connection-facts.ts';
import { cipherSuiteId } from '../../../shared/security/tls-registry.ts';
import { createClientChains, namesakesOf } from './client-chain.ts';
import { type BytesWatcher, tapSocket } from './tapped-socket.ts';
import {
  type ServerTlsChoice,
  serverTlsOffer,
  serverTlsOptions,
  type TlsIdentity,
  type TlsOffer,
} from './tls-policy.ts';
import { type ClearAlert, followTlsRecords, telltaleAlert } from './tls-records.ts';

export interface TlsHandshakeHandlers {
  onSecure(socket: TLSSocket): void;
  /** `alert`: as the bytes show it, when they were watched. */
  onFailed(error: Error, alert?: ClearAlert): void;
  /** Given when the secrets of the session are wanted: each line of the NSS key log. */
  onKeyLine?(line: string): void;
}

/** Takes TCP connections through the handshake; replaced as a whole when certificates or policy change. */
export interface TlsAcceptor {
  readonly offer: TlsOffer;
  readonly choice: ServerTlsChoice;
  accept(socket: Socket, handlers: TlsHandshakeHandlers): void;
  /**
   * The same with the records watched for alerts, and for whoever else wants the bytes; it costs more, and is meant for
   * handshakes that cannot succeed or are recorded in full.
   */
  acceptWatched(socket: Socket, handlers: TlsHandshakeHandlers, watcher?: BytesWatcher): void;
  /** The chain a client of this acceptor sent, leaf first, DER; empty when it sent none. */
  clientChainOf(socket: TLSSocket): Buffer[];
}

function connectionKey({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}

/**
 * Creates the acceptor of a listener. Throws what OpenSSL says of unusable certificates or keys.
 * @param timeoutMs the whole handshake; the listener's own timer is to fire first.
 */
export function createTlsAcceptor(choice: ServerTlsChoice, timeoutMs: number): TlsAcceptor {
  // Node links a TLS socket to the TCP socket it runs on in no public way; the address pair does.
  const waiting = new Map<string, TlsHandshakeHandlers>();
  const options = {
    ...serverTlsOptions(choice),
    ca: namesakesOf(choice.trustedRootsPem),
    handshakeTimeout: timeoutMs,
  };
  const server = tls.createServer(options);

  function take(socket: Socket): TlsHandshakeHandlers | undefined {
    const key = connectionKey(socket);
    const handlers = waiting.get(key);
    waiting.delete(key);
    return handlers;
  }

  /** OpenSSL tells the secrets of every session while anybody listens, so nobody does without need. */
  function passKeyLine(line: Buffer, socket: TLSSocket): void {
    waiting.get(connectionKey(socket))?.onKeyLine?.(line.toString('latin1').trim());
  }
  function listenForKeys(isWanted: boolean): void {
    const isListening = server.listenerCount('keylog') > 0;
    if (isWanted && !isListening) server.on('keylog', passKeyLine);
    const isIdle = [...waiting.values()].every(({ onKeyLine }) => onKeyLine === undefined);
    if (!isWanted && isListening && isIdle) server.removeListener('keylog', passKeyLine);
  }

  server.on('secureConnection', (socket) => take(socket)?.onSecure(socket));
  server.on('tlsClientError', (error, socket) => take(socket)?.onFailed(error));
  return {
    offer: serverTlsOffer(choice),
    choice,
    accept(socket, handlers) {
      const key = connectionKey(socket);
      listenForKeys(handlers.onKeyLine !== undefined);
      waiting.set(key, handlers);
      socket.once('close', () => {
        if (waiting.get(key) === handlers) waiting.delete(key);
      });
      server.emit('connection', socket);
    },
    acceptWatched(socket, handlers, watcher) {
      const records = followTlsRecords();
      const stream = tapSocket(socket, {
        in(chunk) {
          records.feed('in', chunk);
          watcher?.in(chunk);
        },
        out(chunk) {
          records.feed('out', chunk);
          watcher?.out(chunk);
        },
      });
      // A server of its own: nothing ties a TLS socket on a stream to one of several attempts. Sessions are shared.
      const single = tls.createServer({ ...options, ticketKeys: server.getTicketKeys() });
      const { onKeyLine } = handlers;
      if (onKeyLine !== undefined) {
        single.on('keylog', (line) => onKeyLine(line.toString('latin1').trim()));
      }
      single.on('secureConnection', handlers.onSecure);
      single.on('tlsClientError', (error) =>
        handlers.onFailed(error, telltaleAlert(records.alerts)),
      );
      single.emit('connection', stream);
    },
    clientChainOf: createClientChains(),
  };
}

/** The certificates of a PEM text as DER, in their order. */
function derOfPem(pem: string): Buffer[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block).raw);
}

/** Client side: the chain the server presented and the root it leads to if that is trusted, leaf first, DER. */
export function serverChainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<string>();
  // getPeerX509Certificate must not be called before this one, or the chain is empty.
  let certificate: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw !== undefined && !seen.has(certificate.fingerprint256)) {
    seen.add(certificate.fingerprint256);
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

const versionNames = new Map([
  ['TLSv1', 'TLS 1.0'],
  ['TLSv1.1', 'TLS 1.1'],
  ['TLSv1.2', 'TLS 1.2'],
  ['TLSv1.3', 'TLS 1.3'],
]);

/** What both sides agreed on, with the chains; `peerVerification` is left to the caller. */
export function establishedFacts(
  socket: TLSSocket,
  facts: { startedAtMs: number; ownIdentities: readonly TlsIdentity[]; peerChain: Buffer[] },
): TlsEstablishedFacts {
  const protocol = socket.getProtocol() ?? 'unknown';
  const suite = socket.getCipher().standardName;
  const suiteId = cipherSuiteId(suite);
  const own = ownIdentityOf(socket, facts.ownIdentities);
  const { servername } = socket;
  return {
    version: versionNames.get(protocol) ?? protocol,
    suite,
    ...(suiteId === undefined ? {} : { suiteId }),
    handshakeMs: Math.round((performance.now() - facts.startedAtMs) * 1000) / 1000,
    ...(typeof servername === 'string' && servername !== '' ? { serverName: servername } : {}),
    ...(own === undefined ? {} : { ownChain: own.chain }),
    ...(facts.peerChain.length > 0 ? { peerChain: facts.peerChain.map(base64Of) } : {}),
    ...(socket.isSessionReused() ? { resumed: true } : {}),
  };
}

export function base64Of(der: Buffer): string {
  return der.toString('base64');
}

interface ReadIdentity {
  leaf: Buffer | undefined;
  /** DER, base64. */
  chain: string[];
}

const readIdentities = new Map<string, ReadIdentity>();
const readIdentityLimit = 64;

function readIdentity(pem: string): ReadIdentity {
  let identity = readIdentities.get(pem);
  if (identity === undefined) {
    if (readIdentities.size >= readIdentityLimit) readIdentities.clear();
    const chain = derOfPem(pem);
    identity = { leaf: chain[0], chain: chain.map(base64Of) };
    readIdentities.set(pem, identity);
  }
  return identity;
}

const suiteFamilies: Readonly<Record<string, string>> = {
  ecdsa: '_ECDSA_WITH_',
  rsa: '_RSA_WITH_',
};

/** That one of our identities which was used; Node tells only its leaf. */
function ownIdentityOf(
  socket: TLSSocket,
  identities: readonly TlsIdentity[],
): ReadIdentity | undefined {
  // Up to TLS 1.2 the suite says which key signed; asking OpenSSL for the certificate costs more than all else here.
  const family = /_ECDSA_WITH_|_RSA_WITH_/.exec(socket.getCipher().standardName)?.[0];
  const fitting = identities
    .map(({ certPem }) => readIdentity(certPem))
    .filter(
      ({ chain: [leaf] }) =>
        leaf !== undefined && suiteFamilies[keyFamilyOf(leaf) ?? ''] === family,
    );
  if (fitting.length === 1) return fitting[0];
  const used = socket.getX509Certificate()?.raw;
  if (used === undefined) return undefined;
  return (
    identities
      .map(({ certPem }) => readIdentity(certPem))
      .find(({ leaf }) => leaf?.equals(used)) ?? { leaf: used, chain: [base64Of(used)] }
  );
}

const keyFamilies = new Map<string, 'rsa' | 'ecdsa' | undefined>();

/** Key family of a certificate (DER, base64), by its public key. */
export function keyFamilyOf(certificate: string): 'rsa' | 'ecdsa' | undefined {
  const known = keyFamilies.get(certificate);
  if (known !== undefined) return known;
  const { asymmetricKeyType } = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
  const isRsa = asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss';
  const family = isRsa ? 'rsa' : asymmetricKeyType === 'ec' ? 'ecdsa' : undefined;
  if (keyFamilies.size >= readIdentityLimit) keyFamilies.clear();
  keyFamilies.set(certificate, family);
  return family;
}
