/** Sentences about locked secrets. */
export const lockedWords = {
  title: 'Secrets are locked',
  banner: 'Captures, frames and settings work; listeners and charge points wait.',
  way: 'Unlock',
  screen:
    'This screen needs keys and certificates that are sealed, and their key is not there. Captures, frames and settings work meanwhile.',
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  retry: 'Look for the key again',
  startOver: 'Start over with new secrets …',
  startOverTitle: 'Start over with new secrets?',
  startOverText:
    'AuthorizationKeys, private keys, the bench’s root certificates and the settings of emulated charge points are set aside in a backup file of the data folder, and new ones begin. Chargers have to be given the new root and new keys. Stations, id tags and captures stay.',
  startOverConfirm: 'Start over',
  startedOver: 'New secrets begin here',
  setAside: (path: string) => `What was sealed is kept in ${path}`,
  unlocked: 'The secrets are open',
  unreachable: 'The bench did not answer.',
};
