/** Sentences of the section Secrets. */
import type { RevealedSecret } from '../../../../shared/api/secrets-contract.ts';

export const keeperWords = {
  keychain:
    'Keys and private keys are sealed with a data key that the system’s keychain keeps for the desktop program.',
  'key-file':
    'Keys and private keys are sealed with a data key in a file of the data folder that only your account can read.',
  passphrase:
    'Keys and private keys are sealed with a data key that only your passphrase opens. The bench asks for it at each start.',
  locked: 'Keys and private keys are sealed, and the key to them is not there.',
};

export const secretsWords = {
  title: 'Key of the secrets',
  locked: 'Locked',
  change: 'Keep the key with',
  changeText:
    'The data key itself stays the same, so nothing has to be sealed anew. A passphrase that is lost cannot be recovered; captures stay readable all the same.',
  keepers: { keychain: 'System keychain', 'key-file': 'Key file', passphrase: 'Passphrase' },
  current: 'Present passphrase',
  fresh: 'New passphrase',
  freshHint: 'At least 8 characters.',
  again: 'New passphrase once more',
  notSame: 'The two are not the same.',
  apply: 'Change',
  changed: 'The key of the secrets is kept in the new way',
};

export const revealWords = {
  title: 'Revealed secrets',
  text: 'Every look at a secret, by whichever door. Each is a frame of the capture as well; this list stays when the capture is deleted.',
  none: 'No secret has been revealed.',
  when: 'When',
  what: 'What',
  by: 'By',
  frame: 'Frame',
  doors: { page: 'Page', api: 'HTTP API', program: 'Program' } satisfies Record<
    RevealedSecret['by']['door'],
    string
  >,
  kinds: {
    frame: (subject: string) => `Secret of frame ${subject}`,
    station: (subject: string) => `AuthorizationKey of ${subject}`,
    transfer: (subject: string) => `Password of file transfer ${subject}`,
    'private-key': (subject: string) => `Private key of certificate ${subject}`,
    'tls-keys': (subject: string) => `TLS session keys (${subject})`,
    other: (what: string, subject: string) => `${what} ${subject}`,
  },
};

/** What was looked at, for a person. */
export function revealedText({ what, subject }: RevealedSecret): string {
  const { other, ...kinds } = revealWords.kinds;
  for (const [kind, words] of Object.entries(kinds)) if (kind === what) return words(subject);
  return other(what, subject);
}
