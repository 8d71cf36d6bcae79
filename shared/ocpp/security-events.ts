/**
 * The security events of the whitepaper: names, criticality, and the other spellings met in the field.
 * Knows nothing of logs or messages.
 */

/** One event that SecurityEventNotification can report. */
export interface SecurityEvent {
  /** As the whitepaper spells it. */
  name: string;
  /** Critical events are sent to the Central System, queued while offline (Whitepaper A04). */
  critical: boolean;
  /** Spellings of OCPP 2.0.1 and of implementations, accepted as the same event. */
  otherSpellings: readonly string[];
  meaning: string;
}

function critical(name: string, meaning: string): SecurityEvent {
  return { name, critical: true, otherSpellings: [], meaning };
}

function notCritical(name: string, meaning: string, otherSpellings: string[] = []): SecurityEvent {
  return { name, critical: false, otherSpellings, meaning };
}

/** Whitepaper Edition 3 §8. `type` is a free string of up to 50 characters: an unknown event is no error. */
export const securityEvents: readonly SecurityEvent[] = [
  critical('FirmwareUpdated', 'The firmware was replaced.'),
  notCritical(
    'FailedToAuthenticationAtCentralSystem',
    'The Central System did not accept the credentials of the charge point.',
    [
      'FailedToAuthenticateAtCentralSystem',
      'FailedToAuthenticateAtCsms',
      'FailedToAuthenticateAtCSMS',
    ],
  ),
  notCritical(
    'CentralSystemFailedToAuthentication',
    'The charge point did not accept the credentials of the Central System.',
    ['CentralSystemFailedToAuthenticate', 'CsmsFailedToAuthenticate', 'CSMSFailedToAuthenticate'],
  ),
  critical('SettingSystemTime', 'The clock was changed.'),
  critical('StartupOfTheDevice', 'The charge point started.'),
  critical('ResetOrReboot', 'The charge point was reset or rebooted.'),
  critical('SecurityLogWasCleared', 'The security log was emptied.'),
  notCritical('ReconfigurationOfSecurityParameters', 'A key or a security setting was changed.'),
  critical('MemoryExhaustion', 'The memory of the charge point is used up.'),
  notCritical('InvalidMessages', 'Messages arrived that are not valid OCPP.'),
  notCritical('AttemptedReplayAttacks', 'Messages were replayed.'),
  critical('TamperDetectionActivated', 'A tamper sensor was triggered.'),
  notCritical('InvalidFirmwareSignature', 'The signature of a firmware is wrong.'),
  notCritical(
    'InvalidFirmwareSigningCertificate',
    'The certificate that signed a firmware is wrong.',
  ),
  notCritical(
    'InvalidCentralSystemCertificate',
    'The certificate of the Central System is wrong.',
    ['InvalidCsmsCertificate', 'InvalidCSMSCertificate'],
  ),
  notCritical(
    'InvalidChargePointCertificate',
    'The certificate given to the charge point is wrong.',
    ['InvalidChargingStationCertificate'],
  ),
  notCritical('InvalidTLSVersion', 'The Central System only offers TLS that is too old.'),
  notCritical('InvalidTLSCipherSuite', 'The Central System only offers cipher suites not allowed.'),
];

const bySpelling = new Map<string, SecurityEvent>(
  securityEvents.flatMap((event) =>
    [event.name, ...event.otherSpellings].map((spelling) => [spelling, event] as const),
  ),
);

/** The event of that type in any accepted spelling, or undefined for an event of the vendor's own. */
export function findSecurityEvent(type: string): SecurityEvent | undefined {
  return bySpelling.get(type);
}
