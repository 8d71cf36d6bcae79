/** The use cases of the security whitepaper: A01 to A05, M03 to M05, N01, L01. Numbers and words of our own. */
import type { RequirementRow } from './requirement-row.ts';

const password: readonly RequirementRow[] = [
  ['A01.FR.01', 'charge point', 'Keeps the password in AuthorizationKey'],
  ['A01.FR.02', 'CSMS', 'Sets it with ChangeConfiguration'],
  ['A01.FR.03', 'CSMS', 'Accepted: the old one is refused from then on'],
  ['A01.FR.04', 'CSMS', 'Rejected or NotSupported: the old one goes on'],
  ['A01.FR.05', 'CSMS', 'May keep the charge point Pending meanwhile'],
  ['A01.FR.06', 'CSMS', 'Another password for every charge point'],
  ['A01.FR.07', 'CSMS', 'Passwords are random'],
  ['A01.FR.08', 'CSMS', 'Keeps salted hashes only'],
  ['A01.FR.09', 'CSMS', 'No password in logs'],
  ['A01.FR.10', 'charge point', 'Keeps its password safe', 'Outside of OCPP by its own words'],
  ['A01.FR.11', 'charge point', 'Logs that the key was changed'],
  ['A01.FR.12', 'charge point', 'Logs nothing of its content'],
];

/** A02 and A03 have the same requirements from 04 on; 03 and 13 are the request. */
function renewal(useCase: 'A02' | 'A03'): readonly RequirementRow[] {
  return [
    [`${useCase}.FR.02`, 'charge point', 'Makes a new key pair'],
    [`${useCase}.FR.03`, 'charge point', 'Sends a request in PEM with SignCertificate'],
    [`${useCase}.FR.04`, 'CSMS', 'Passes it to an authority, which the operator may run'],
    [`${useCase}.FR.05`, 'charge point', 'The private key never leaves it'],
    [`${useCase}.FR.06`, 'charge point', 'Checks period, properties and authority of what comes'],
    [`${useCase}.FR.07`, 'charge point', 'Drops a bad one with InvalidChargePointCertificate'],
    [`${useCase}.FR.08`, 'charge point', 'Uses it once its notBefore has passed'],
    [`${useCase}.FR.09`, 'charge point', 'Of several the newest notBefore wins'],
    [`${useCase}.FR.10`, 'charge point', 'The old one is kept for a month'],
    [`${useCase}.FR.11`, 'CSMS', 'SignCertificate: Accepted when it can'],
    [`${useCase}.FR.12`, 'CSMS', 'SignCertificate: Rejected when it cannot'],
    [`${useCase}.FR.13`, 'charge point', 'O of the request is CpoName'],
  ];
}

const certificate: readonly RequirementRow[] = [
  [
    'A02.FR.01',
    'people',
    'Keys are renewed after installation',
    'When to do it is the choice of the operator',
  ],
  ...renewal('A02'),
  [
    'A03.FR.01',
    'people',
    'Keys may be renewed after installation',
    'When to do it is the choice of the operator',
  ],
  ...renewal('A03'),
];

const events: readonly RequirementRow[] = [
  ['A04.FR.01', 'charge point', 'Tells of a critical event'],
  ['A04.FR.02', 'charge point', 'Keeps it while offline, until it was told'],
  ['A04.FR.03', 'CSMS', 'Confirms it'],
  ['A04.FR.04', 'charge point', 'Logs every event'],
];

const profile: readonly RequirementRow[] = [
  ['A05.FR.01', 'charge point', 'A lower or equal profile is Rejected'],
  ['A05.FR.02', 'charge point', '1 or 2 without an AuthorizationKey is Rejected'],
  ['A05.FR.03', 'charge point', '2 or 3 without a CentralSystemRootCertificate is Rejected'],
  ['A05.FR.04', 'charge point', '3 without a certificate of its own is Rejected'],
  ['A05.FR.05', 'charge point', 'Accepted when everything is there'],
  ['A05.FR.06', 'charge point', 'Disconnects then'],
  ['A05.FR.07', 'charge point', 'Comes back on the new profile'],
  ['A05.FR.08', 'charge point', 'Falls back when it cannot connect'],
  ['A05.FR.09', 'CSMS', 'Refuses a lower profile once the new one has connected'],
];

const roots: readonly RequirementRow[] = [
  ['M03.FR.01', 'charge point', 'Answers GetInstalledCertificateIds'],
  ['M03.FR.02', 'charge point', 'NotFound when there is none of the type'],
  ['M03.FR.03', 'charge point', 'Accepted when there is one'],
  ['M03.FR.04', 'charge point', 'Gives the hash data of each'],
  ['M04.FR.01', 'charge point', 'Answers DeleteCertificate'],
  ['M04.FR.02', 'charge point', 'Deletes it and says so (Accepted; the text prints another word)'],
  ['M04.FR.03', 'charge point', 'Failed when it cannot'],
  ['M04.FR.04', 'charge point', 'NotFound when it has no such certificate'],
  ['M04.FR.05', 'charge point', 'Its own certificate cannot be deleted'],
  ['M04.FR.06', 'charge point', 'Failed for the root the connection rests on'],
  ['M04.FR.07', 'CSMS', 'Deletes with the hash algorithm that the charge point told'],
  ['M05.FR.01', 'charge point', 'Answers InstallCertificate'],
  ['M05.FR.02', 'charge point', 'Accepted when it is installed'],
  ['M05.FR.03', 'charge point', 'Rejected when the store is full'],
  [
    'M05.FR.04',
    'charge point',
    'Failed when installing goes wrong',
    'Needs a store that breaks; whether it is full or the certificate bad are 03 and 06',
  ],
  ['M05.FR.06', 'charge point', 'Rejected for a bad certificate'],
  ['M05.FR.08', 'charge point', 'With the additional check: one root, and one to fall back on'],
  ['M05.FR.09', 'charge point', 'With the additional check: the old root signs the new one'],
  ['M05.FR.10', 'charge point', 'Rejected when it has not'],
  ['M05.FR.11', 'charge point', 'Accepted when it has, the old one stays to fall back on'],
  ['M05.FR.12', 'charge point', 'The old one goes once a connection rests on the new one'],
  ['M05.FR.13', 'charge point', 'The old one is tried when the new one does not fit'],
];

const logs: readonly RequirementRow[] = [
  ['N01.FR.01', 'charge point', 'GetLog: Accepted with the name of the file'],
  ['N01.FR.02', 'charge point', 'Uploads one file to the place it was told'],
  ['N01.FR.03', 'charge point', 'SecurityLog is the security log'],
  ['N01.FR.04', 'charge point', 'DiagnosticsLog is diagnostics'],
  ['N01.FR.05', 'charge point', 'Every security event is in the security log'],
  ['N01.FR.07', 'charge point', 'Every status has the requestId'],
  ['N01.FR.08', 'charge point', 'Tells Uploading'],
  ['N01.FR.09', 'charge point', 'Tells Uploaded'],
  ['N01.FR.10', 'charge point', 'Tells why it failed'],
  ['N01.FR.11', 'charge point', 'A new request cancels: AcceptedCanceled'],
  ['N01.FR.12', 'charge point', 'No requestId only when triggered with nothing under way'],
];

const firmware: readonly RequirementRow[] = [
  ['L01.FR.01', 'charge point', 'Tells every new status'],
  ['L01.FR.02', 'charge point', 'Raises InvalidFirmwareSigningCertificate'],
  ['L01.FR.03', 'charge point', 'Raises InvalidFirmwareSignature'],
  ['L01.FR.04', 'charge point', 'Checks the signature over the whole file'],
  ['L01.FR.05', 'charge point', 'Installs as soon as it can'],
  ['L01.FR.06', 'charge point', 'Waits for transactions to end'],
  ['L01.FR.07', 'charge point', 'Free connectors are Unavailable meanwhile'],
  ['L01.FR.08', 'people', 'Firmware travels encrypted'],
  ['L01.FR.09', 'people', 'Firmware is signed', 'Done by the manufacturer'],
  ['L01.FR.10', 'charge point', 'Every status has the requestId'],
  ['L01.FR.11', 'CSMS', 'Sends the signing certificate along'],
  ['L01.FR.12', 'charge point', 'Verifies the signature with that certificate'],
  ['L01.FR.13', 'charge point', 'Tells DownloadScheduled'],
  ['L01.FR.14', 'charge point', 'Tells DownloadPaused'],
  ['L01.FR.15', 'charge point', 'Tells InstallRebooting before it reboots'],
  ['L01.FR.16', 'charge point', 'Tells InstallScheduled and waits for the date'],
  ['L01.FR.17', 'charge point', 'Installs once the date has come'],
  ['L01.FR.18', 'charge point', 'Waits for transactions then, too'],
  ['L01.FR.19', 'charge point', 'Free connectors are Unavailable then, too'],
  ['L01.FR.20', 'charge point', 'UpdateFirmware gets CALLERROR NotSupported'],
  ['L01.FR.21', 'charge point', 'requestId is left out for Idle only'],
  ['L01.FR.22', 'charge point', 'May leave out Installing'],
  ['L01.FR.23', 'charge point', 'Checks the certificate before it accepts'],
  ['L01.FR.24', 'charge point', 'InvalidCertificate for a bad one'],
  ['L01.FR.25', 'charge point', 'RevokedCertificate for a revoked one'],
  ['L01.FR.26', 'charge point', 'A new request cancels: AcceptedCanceled'],
  ['L01.FR.27', 'charge point', 'Rejected when it cannot cancel'],
  ['L01.FR.28', 'charge point', 'Triggered after Installed: Idle'],
  ['L01.FR.29', 'charge point', 'Triggered otherwise: the last status'],
];

export const operationRequirements: readonly RequirementRow[] = [
  ...password,
  ...certificate,
  ...events,
  ...profile,
  ...roots,
  ...logs,
  ...firmware,
];
