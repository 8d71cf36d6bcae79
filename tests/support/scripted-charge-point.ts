/**
 * What a charge point answers to every action of a Central System, as OCPP 1.6 and the security whitepaper have it, for
 * the foreign client of `ocpp-rpc`. A small model of a charge point with two connectors; shares nothing with ours.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { RPCClient } from 'ocpp-rpc';

type Payload = Record<string, unknown>;
type Answer = (params: Payload) => Payload;

interface HashData {
  hashAlgorithm: 'SHA256';
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}

export interface ScriptedChargePoint {
  /** CALLs that arrived, in order. */
  received: { action: string; params: Payload }[];
  /** Takes the place of the usual answer to an action. */
  answer(action: string, how: Answer): void;
  /** Resolves when everything it had to send after its answers has been answered. */
  settled(): Promise<void>;
  transactionId: number | undefined;
}

const timestamp = (): string => new Date().toISOString();
const accepted = { status: 'Accepted' };
const rejected = { status: 'Rejected' };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const isConnector = (id: unknown): boolean => id === 1 || id === 2;

function hashDataOf(pem: string): HashData | undefined {
  try {
    const { issuer, ca, serialNumber } = new X509Certificate(pem);
    const hashAlgorithm = 'SHA256' as const;
    // The Central System may only give back what it was told.
    const hashes = { issuerNameHash: sha256(issuer), issuerKeyHash: sha256(pem) };
    return ca ? { hashAlgorithm, ...hashes, serialNumber } : undefined;
  } catch {
    return undefined;
  }
}

/** Lets the client answer as a charge point; before it connects. */
export function scriptChargePoint(client: RPCClient): ScriptedChargePoint {
  const configuration = new Map([
    ['HeartbeatInterval', '300'],
    ['NumberOfConnectors', '2'],
  ]);
  const readOnly = new Set(['NumberOfConnectors']);
  const reservations = new Map<unknown, unknown>();
  const roots = new Map<unknown, HashData[]>();
  const profiles = new Set<unknown>();
  let listVersion = 0;
  let hasAskedForCertificate = false;
  let sending: Promise<unknown> = Promise.resolve();

  const point: ScriptedChargePoint = {
    received: [],
    answer: (action, how) => answers.set(action, how),
    settled: async () => {
      await sending;
    },
    transactionId: undefined,
  };

  /** Sends after the answer has left, one after the other. */
  function send(action: string, payload: Payload): void {
    sending = sending.then(() => client.call(action, payload));
  }

  const report = (connectorId: unknown, status: string): void =>
    send('StatusNotification', {
      connectorId,
      errorCode: 'NoError',
      status,
      timestamp: timestamp(),
    });

  const statuses = (action: string, names: readonly string[], more: Payload = {}): void => {
    for (const status of names) send(action, { status, ...more });
  };

  function start(connectorId: unknown, idTag: unknown): void {
    const payload = { connectorId, idTag, meterStart: 0, timestamp: timestamp() };
    sending = sending.then(async () => {
      const conf: unknown = await client.call('StartTransaction', payload);
      point.transactionId = Number(Reflect.get(Object(conf), 'transactionId'));
    });
  }

  function stop(reason: string): void {
    const { transactionId } = point;
    point.transactionId = undefined;
    send('StopTransaction', { transactionId, meterStop: 10, timestamp: timestamp(), reason });
  }

  function trigger(params: Payload): Payload {
    const { requestedMessage, connectorId } = params;
    if (connectorId !== undefined && !isConnector(connectorId)) return rejected;
    switch (requestedMessage) {
      case 'Heartbeat':
        send('Heartbeat', {});
        return accepted;
      case 'StatusNotification':
        report(connectorId ?? 1, 'Available');
        return accepted;
      case 'SignChargePointCertificate':
        hasAskedForCertificate = true;
        return accepted;
      case 'LogStatusNotification':
        send('LogStatusNotification', { status: 'Idle' });
        return accepted;
      default:
        return { status: 'NotImplemented' };
    }
  }

  const answers = new Map<string, Answer>(
    Object.entries<Answer>({
      CancelReservation: ({ reservationId }) =>
        reservations.delete(reservationId) ? accepted : rejected,
      ChangeAvailability({ connectorId, type }) {
        if (connectorId !== 0 && !isConnector(connectorId)) return rejected;
        if (point.transactionId !== undefined) return { status: 'Scheduled' };
        report(connectorId, type === 'Operative' ? 'Available' : 'Unavailable');
        return accepted;
      },
      ChangeConfiguration({ key, value }) {
        if (!configuration.has(String(key))) return { status: 'NotSupported' };
        if (readOnly.has(String(key))) return rejected;
        configuration.set(String(key), String(value));
        return accepted;
      },
      ClearCache: () => accepted,
      ClearChargingProfile: ({ id }) => (profiles.delete(id) ? accepted : { status: 'Unknown' }),
      DataTransfer: ({ vendorId }) =>
        vendorId === 'org.example' ? accepted : { status: 'UnknownVendorId' },
      GetCompositeSchedule({ connectorId, duration, chargingRateUnit = 'A' }) {
        if (connectorId !== 0 && !isConnector(connectorId)) return rejected;
        const chargingSchedulePeriod = [{ startPeriod: 0, limit: 16 }];
        const chargingSchedule = { duration, chargingRateUnit, chargingSchedulePeriod };
        return { ...accepted, connectorId, scheduleStart: timestamp(), chargingSchedule };
      },
      GetConfiguration({ key }) {
        const wanted = Array.isArray(key) ? key.map(String) : [...configuration.keys()];
        const known = wanted.filter((name) => configuration.has(name));
        return {
          configurationKey: known.map((name) => ({
            key: name,
            readonly: readOnly.has(name),
            value: configuration.get(name),
          })),
          unknownKey: wanted.filter((name) => !configuration.has(name)),
        };
      },
      GetDiagnostics() {
        statuses('DiagnosticsStatusNotification', ['Uploading', 'Uploaded']);
        return { fileName: 'diagnostics.log' };
      },
      GetLocalListVersion: () => ({ listVersion }),
      RemoteStartTransaction({ connectorId = 1, idTag }) {
        if (!isConnector(connectorId) || point.transactionId !== undefined) return rejected;
        start(connectorId, idTag);
        return accepted;
      },
      RemoteStopTransaction({ transactionId }) {
        if (transactionId !== point.transactionId) return rejected;
        stop('Remote');
        return accepted;
      },
      ReserveNow({ connectorId, reservationId, expiryDate }) {
        const isPast = Date.parse(String(expiryDate)) <= Date.now();
        if (isPast || (connectorId !== 0 && !isConnector(connectorId))) return rejected;
        if (point.transactionId !== undefined) return { status: 'Occupied' };
        reservations.set(reservationId, connectorId);
        report(connectorId, 'Reserved');
        return accepted;
      },
      Reset() {
        send('BootNotification', { chargePointVendor: 'Elsewhere', chargePointModel: 'Foreign' });
        return accepted;
      },
      SendLocalList({ updateType, listVersion: version }) {
        if (updateType === 'Differential' && Number(version) <= listVersion) {
          return { status: 'VersionMismatch' };
        }
        listVersion = Number(version);
        return accepted;
      },
      SetChargingProfile({ connectorId, csChargingProfiles }) {
        if (connectorId !== 0 && !isConnector(connectorId)) return rejected;
        profiles.add(Reflect.get(Object(csChargingProfiles), 'chargingProfileId'));
        return accepted;
      },
      TriggerMessage: trigger,
      UnlockConnector({ connectorId }) {
        if (!isConnector(connectorId)) return { status: 'NotSupported' };
        if (point.transactionId !== undefined) stop('UnlockCommand');
        return { status: 'Unlocked' };
      },
      UpdateFirmware() {
        statuses('FirmwareStatusNotification', [
          'Downloading',
          'Downloaded',
          'Installing',
          'Installed',
        ]);
        return {};
      },
      CertificateSigned({ certificateChain }) {
        const isReadable = String(certificateChain).includes('BEGIN CERTIFICATE');
        return hasAskedForCertificate && isReadable ? accepted : rejected;
      },
      DeleteCertificate({ certificateHashData }) {
        const wanted = String(Reflect.get(Object(certificateHashData), 'issuerKeyHash'));
        for (const [type, installed] of roots) {
          const kept = installed.filter(({ issuerKeyHash }) => issuerKeyHash !== wanted);
          roots.set(type, kept);
          if (kept.length < installed.length) return accepted;
        }
        return { status: 'NotFound' };
      },
      ExtendedTriggerMessage: trigger,
      GetInstalledCertificateIds({ certificateType }) {
        const certificateHashData = roots.get(certificateType) ?? [];
        return certificateHashData.length === 0
          ? { status: 'NotFound' }
          : { ...accepted, certificateHashData };
      },
      GetLog({ requestId }) {
        statuses('LogStatusNotification', ['Uploading', 'Uploaded'], { requestId });
        return { ...accepted, filename: 'security.log' };
      },
      InstallCertificate({ certificateType, certificate }) {
        const data = hashDataOf(String(certificate));
        if (data === undefined) return rejected;
        roots.set(certificateType, [...(roots.get(certificateType) ?? []), data]);
        return accepted;
      },
      SignedUpdateFirmware({ requestId, firmware }) {
        const signer = String(Reflect.get(Object(firmware), 'signingCertificate'));
        if (!signer.includes('BEGIN CERTIFICATE')) return { status: 'InvalidCertificate' };
        const names = ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'Installed'];
        statuses('SignedFirmwareStatusNotification', names, { requestId });
        return accepted;
      },
    }),
  );

  for (const action of answers.keys()) {
    client.handle(action, ({ params = {} }: { params?: Payload }) => {
      point.received.push({ action, params });
      // Rejects when a test lets it refuse.
      return new Promise((resolve) => {
        resolve(answers.get(action)?.(params) ?? {});
      });
    });
  }
  return point;
}
