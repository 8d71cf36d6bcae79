/** Words of guided operations: what each is, what each step does, what each way out means. Knows no state. */
import type { OperationKind, OperationStep, Recovery } from './csms-operations-contract.ts';

export interface OperationWords {
  title: string;
  /** What it does and what follows, in a sentence or two. */
  meaning: string;
  /** Use case of the whitepaper or clause of OCPP 1.6. */
  clause: string;
}

export const operationWords: Readonly<Record<OperationKind, OperationWords>> = {
  'change-authorization-key': {
    title: 'Change the AuthorizationKey',
    meaning:
      'Sends a new key. When the charge point accepts it, both sides use it at once and the old one is refused.',
    clause: 'Whitepaper A01',
  },
  'renew-certificate': {
    title: 'Renew the charge point certificate',
    meaning:
      'Asks the charge point for a signing request, signs it under the root of its key family and sends the certificate.',
    clause: 'Whitepaper A02',
  },
  'install-root': {
    title: 'Install a root certificate',
    meaning: 'Sends a root, then asks the charge point which ones it has.',
    clause: 'Whitepaper M05',
  },
  'delete-root': {
    title: 'Delete a root certificate',
    meaning:
      'Names the root by the hash data that the charge point lists, then looks whether it is gone.',
    clause: 'Whitepaper M04',
  },
  'raise-security-profile': {
    title: 'Raise the security profile',
    meaning:
      'Checks key, root and certificate, sets SecurityProfile and waits for the charge point on the new profile. A profile is never lowered.',
    clause: 'Whitepaper A05',
  },
  'update-firmware': {
    title: 'Update the firmware, unsigned',
    meaning: 'UpdateFirmware of OCPP 1.6; charge points with the security extension may refuse it.',
    clause: 'OCPP 1.6 §5.19',
  },
  'update-firmware-signed': {
    title: 'Update the firmware, signed',
    meaning:
      'Checks signing certificate and signature first, then sends SignedUpdateFirmware and follows every status.',
    clause: 'Whitepaper L01',
  },
  'get-diagnostics': {
    title: 'Get diagnostics',
    meaning: 'The charge point uploads its diagnostics.',
    clause: 'OCPP 1.6 §5.9',
  },
  'get-log': {
    title: 'Get a log',
    meaning: 'The charge point uploads its security log or its diagnostics log.',
    clause: 'Whitepaper N01',
  },
};

const steps: Readonly<Record<string, string>> = {
  'prepare-key': 'Prepare the key',
  'send-key': 'Send the key',
  'reconnect-with-new-key': 'The charge point comes back with the new key',
  reset: 'Reset the charge point',
  'request-renewal': 'Ask for a signing request',
  'set-cpo-name': 'Set CpoName, which the request needs',
  'await-request': 'The charge point sends its request',
  'send-certificate': 'Sign and send the certificate',
  'reconnect-with-new-certificate': 'The charge point comes back with the new certificate',
  'choose-root': 'Choose the root',
  'send-root': 'Send the root',
  'list-installed': 'Ask what is installed',
  delete: 'Delete the root',
  'list-again': 'Ask again what is installed',
  'check-prerequisites': 'Check what the profile needs',
  'send-profile': 'Set SecurityProfile',
  'reconnect-on-profile': 'The charge point comes back on the new profile',
  'prepare-file': 'Have the file ready',
  'check-signature': 'Check certificate and signature',
  'send-request': 'Send the request',
  'prepare-upload': 'Have the place for the upload ready',
};

const statusPrefix = 'status-';

/** What a step does; a status that the charge point reported stands for itself. */
export function stepWords({ code }: Pick<OperationStep, 'code'>): string {
  if (code.startsWith(statusPrefix)) return code.slice(statusPrefix.length);
  return steps[code] ?? code;
}

/** Every code of a step that has words; for tests. */
export const spokenSteps: readonly string[] = Object.keys(steps);

export const stepStatusWords: Readonly<Record<OperationStep['status'], string>> = {
  pending: 'to come',
  running: 'under way',
  done: 'done',
  failed: 'failed',
  skipped: 'left out',
};

export interface RecoveryWords {
  title: string;
  meaning: string;
}

export const recoveryWords: Readonly<Record<Recovery, RecoveryWords>> = {
  'restore-old-key': {
    title: 'Restore the old key',
    meaning: 'The key before the change is in force again; the new one is forgotten.',
  },
  'admit-both-keys': {
    title: 'Admit both keys',
    meaning:
      'Old and new key pass until the charge point has come with the new one or you end it. The whitepaper wants the old one refused (A01.FR.03).',
  },
  'end-grace': { title: 'Admit the new key only', meaning: 'The old key is refused again.' },
  'reset-station': { title: 'Reset the charge point', meaning: 'Sends Reset, when it is there.' },
  'keep-former-profile': {
    title: 'Keep the former profile',
    meaning:
      'The station is bound to the profile before, so that a charge point that fell back may connect.',
  },
  'stop-waiting': {
    title: 'Stop waiting',
    meaning: 'The operation ends; what both sides have taken stays.',
  },
};
