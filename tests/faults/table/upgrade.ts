/** Faults of the HTTP upgrade with which a foreign charger asks: request line, headers, identity, credentials, profile. */
import type { Fault } from './fault.ts';
import { curl, rpcClient, sClient, send, upgrade, upgradeOptions, wsClient } from './peers.ts';
import type { FaultWorld } from './world.ts';

const keyHex = '000102030405060708090a0b0c0d0e0f10111213';
const key = Buffer.from(keyHex, 'hex');

const red = (
  step: Fault['seen']['step'],
  code: string,
  side: Fault['seen']['side'] = 'charge-point',
): Fault['seen'] => ({ step, tone: 'red', code, side });

/** A station with a key is there while somebody tries. */
const toStation =
  (id: string, settings: object, provoke: (world: FaultWorld) => Promise<number>) =>
  async (world: FaultWorld): Promise<number> => {
    await world.station(id, settings);
    return provoke(world);
  };
const withKey = { securityProfile: 1, authorizationKeyHex: keyHex };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const common = { part: 'upgrade', weAre: 'csms' } as const;

const requests: readonly Fault[] = [
  {
    ...common,
    id: 'no-upgrade-header',
    wrong: 'A proxy removed the Upgrade header, or it was a browser.',
    peer: 'curl',
    seen: red('upgrade-headers', 'upgrade-missing'),
    provoke: curl('plain', '/CP1'),
  },
  {
    ...common,
    id: 'connection-header',
    wrong: 'The charger sends Upgrade, but not “Connection: Upgrade”.',
    peer: 'curl',
    seen: red('upgrade-headers', 'connection-upgrade-missing'),
    provoke: curl('plain', '/CP1', ...upgradeOptions({ Connection: 'keep-alive' })),
  },
  {
    ...common,
    id: 'http-1.0',
    wrong: 'A proxy in between speaks HTTP/1.0.',
    peer: 'curl',
    seen: red('upgrade-request', 'http-version-too-old'),
    provoke: curl('plain', '/CP1', '--http1.0', ...upgradeOptions()),
  },
  {
    ...common,
    id: 'post',
    wrong: 'The charger is set to OCPP over SOAP, which uses POST.',
    peer: 'curl',
    seen: red('upgrade-request', 'method-not-allowed'),
    provoke: curl('plain', '/CP1', '-d', '<soap/>'),
  },
  {
    ...common,
    id: 'absolute-url',
    wrong: 'The request line has the whole URL instead of the path.',
    peer: 'curl',
    seen: {
      step: 'upgrade-request',
      tone: 'amber',
      code: 'request-absolute',
      parameters: { target: 'ws://csms.example/CP-ABSOLUTE' },
    },
    provoke: curl(
      'plain',
      '/',
      ...['-m', '1', '--request-target', 'ws://csms.example/CP-ABSOLUTE', ...upgradeOptions()],
    ),
  },
  {
    ...common,
    id: 'websocket-version',
    wrong: 'The WebSocket library of the charger is older than RFC 6455.',
    peer: 'ws',
    seen: red('upgrade-headers', 'websocket-version-unsupported'),
    provoke: wsClient('plain', 'CP1', ['ocpp1.6'], { protocolVersion: 8 }),
  },
  {
    ...common,
    id: 'websocket-key',
    wrong: 'The Sec-WebSocket-Key header is missing.',
    peer: 'raw socket',
    seen: red('upgrade-headers', 'websocket-key-missing'),
    provoke: send('plain', upgrade('CP1', { 'Sec-WebSocket-Key': undefined })),
  },
  {
    ...common,
    id: 'headers-too-large',
    wrong: 'A header grows to 80 kB.',
    peer: 'raw socket',
    seen: red('upgrade-headers', 'headers-too-large'),
    provoke: send('plain', upgrade('CP1', { Cookie: 'x'.repeat(80_000) })),
  },
  {
    ...common,
    id: 'request-half',
    wrong: 'The upgrade request stops half-way.',
    peer: 'raw socket',
    seen: red('upgrade-request', 'upgrade-timeout'),
    provoke: send('hastyPlain', upgrade('CP1').slice(0, 60)),
  },
  {
    ...common,
    id: 'no-request-after-tls',
    wrong: 'The charger closes right after the TLS handshake.',
    peer: 'openssl s_client',
    seen: red('upgrade-request', 'tls-closed-after-handshake'),
    provoke: sClient('full', '-tls1_2'),
  },
  {
    ...common,
    id: 'no-sub-protocol',
    wrong: 'The charger does not say which OCPP version it speaks.',
    peer: 'ws',
    seen: red('subprotocol', 'subprotocol-not-offered'),
    provoke: wsClient('plain', 'CP1', []),
  },
  {
    ...common,
    id: 'other-sub-protocol',
    wrong: 'The charger speaks OCPP 2.0.1 only.',
    peer: 'ws',
    seen: red('subprotocol', 'subprotocol-unknown'),
    provoke: wsClient('plain', 'CP1', ['ocpp2.0.1']),
  },
];

const identities: readonly Fault[] = [
  {
    ...common,
    id: 'identity-unknown',
    wrong: 'The Central System takes known stations only, and this one is not among them.',
    peer: 'ocpp-rpc',
    seen: red('identity', 'identity-unknown', 'csms'),
    provoke: async (world) => {
      await world.api('PUT', '/csms/policy', { knownOnly: true });
      const connection = await rpcClient('plain', 'NOBODY')(world);
      await world.api('PUT', '/csms/policy', { knownOnly: false });
      return connection;
    },
  },
  {
    ...common,
    id: 'identity-missing',
    wrong: 'The identity is not appended to the URL.',
    peer: 'ws',
    seen: red('identity', 'identity-missing'),
    provoke: wsClient('plain', '', ['ocpp1.6']),
  },
  {
    ...common,
    id: 'identity-double-slash',
    wrong: 'The URL ends with a slash and the charger adds another one.',
    peer: 'curl',
    seen: {
      step: 'identity',
      tone: 'amber',
      code: 'identity-double-slash',
      parameters: { identity: 'CP-SLASH', target: '//CP-SLASH' },
    },
    provoke: curl('plain', '//CP-SLASH', '-m', '1', ...upgradeOptions()),
  },
  {
    ...common,
    id: 'identity-percent',
    wrong: 'The identity contains a % that is not encoded.',
    peer: 'curl',
    seen: red('identity', 'identity-not-decodable'),
    provoke: curl('plain', '/CP%zz', ...upgradeOptions()),
  },
  {
    ...common,
    id: 'identity-line-end',
    wrong: 'A line end was copied along with the identity.',
    peer: 'curl',
    seen: red('identity', 'identity-control-character'),
    provoke: curl('plain', '/CP1%0a', ...upgradeOptions()),
  },
];

const credentials: readonly Fault[] = [
  {
    ...common,
    id: 'no-credentials',
    wrong: 'The charger sends no credentials on profile 1.',
    peer: 'ocpp-rpc',
    seen: red('credentials', 'authorization-missing'),
    provoke: toStation('CP-KEY', withKey, rpcClient('withPassword', 'CP-KEY')),
  },
  {
    ...common,
    id: 'wrong-password',
    wrong: 'The charger has another key than the Central System.',
    peer: 'ocpp-rpc',
    seen: red('credentials', 'password-wrong'),
    provoke: toStation('CP-KEY', withKey, rpcClient('withPassword', 'CP-KEY', 'quite another key')),
  },
  {
    ...common,
    id: 'key-as-hex-text',
    wrong: 'The charger sends the hexadecimal digits of the key instead of its bytes.',
    peer: 'ocpp-rpc',
    seen: {
      ...red('credentials', 'password-is-hex-text'),
      parameters: { mistakes: 'key-hex-text' },
    },
    provoke: toStation('CP-KEY', withKey, rpcClient('withPassword', 'CP-KEY', keyHex)),
  },
  {
    ...common,
    id: 'key-with-line-end',
    wrong: 'A line end was stored along with the key.',
    peer: 'ocpp-rpc',
    seen: {
      ...red('credentials', 'password-newline-at-end'),
      parameters: { mistakes: 'key-extra-at-end' },
    },
    provoke: toStation(
      'CP-KEY',
      withKey,
      rpcClient('withPassword', 'CP-KEY', Buffer.concat([key, Buffer.from('\n')])),
    ),
  },
  {
    ...common,
    id: 'other-user',
    wrong: 'The user name is not the identity in the URL.',
    peer: 'curl',
    seen: red('credentials', 'username-is-not-identity'),
    provoke: toStation(
      'CP-TEXT',
      { securityProfile: 1, password: 'sixteen-bytes-ok' },
      curl('withPassword', '/CP-TEXT', '-u', 'admin:sixteen-bytes-ok', ...upgradeOptions()),
    ),
  },
  {
    ...common,
    id: 'bearer',
    wrong: 'The charger sends a token instead of HTTP Basic.',
    peer: 'ws',
    seen: {
      ...red('credentials', 'authorization-not-basic'),
      parameters: { mistakes: 'scheme-other' },
    },
    provoke: toStation(
      'CP-KEY',
      withKey,
      wsClient('withPassword', 'CP-KEY', ['ocpp1.6'], { headers: { Authorization: 'Bearer abc' } }),
    ),
  },
  {
    ...common,
    id: 'no-colon',
    wrong: 'The charger encodes the key alone, without identity and colon.',
    peer: 'ws',
    seen: red('credentials', 'authorization-no-colon'),
    provoke: toStation(
      'CP-KEY',
      withKey,
      wsClient('withPassword', 'CP-KEY', ['ocpp1.6'], {
        headers: { Authorization: basic('alone') },
      }),
    ),
  },
  {
    ...common,
    id: 'key-unknown-here',
    wrong: 'The charger sends a key, and the Central System has none for it.',
    peer: 'ocpp-rpc',
    seen: red('credentials', 'password-not-set', 'csms'),
    provoke: toStation(
      'CP-NO-KEY',
      { securityProfile: 1 },
      rpcClient('withPassword', 'CP-NO-KEY', 'a key nobody knows'),
    ),
  },
  {
    ...common,
    id: 'credentials-on-profile-0',
    wrong: 'The station is set to profile 0, and the charger sends a password.',
    peer: 'ocpp-rpc',
    seen: {
      step: 'credentials',
      tone: 'amber',
      code: 'credentials-not-used',
      parameters: { securityProfile: 0 },
    },
    provoke: toStation('CP-ZERO', { securityProfile: 0 }, rpcClient('plain', 'CP-ZERO', key)),
  },
  {
    ...common,
    id: 'lower-profile',
    wrong: 'The station is set to profile 2, and the charger comes without TLS.',
    peer: 'ocpp-rpc',
    seen: red('answer', 'profile-mismatch', 'csms'),
    provoke: toStation(
      'CP-TWO',
      { securityProfile: 2, authorizationKeyHex: keyHex },
      rpcClient('withPassword', 'CP-TWO', key),
    ),
  },
];

export const upgradeFaults: readonly Fault[] = [...requests, ...identities, ...credentials];
