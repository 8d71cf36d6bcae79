/** Sentences of the screenshot mode. */
export const screenshotWords = {
  title: 'Screenshot mode',
  banner:
    'Names of stations and people, tags, keys, serial numbers and addresses are replaced by stand-ins. What you typed yourself is not.',
  off: 'Switch off',
  turnOn: 'Screenshot mode: hide names, keys and addresses',
  turnOff: 'Leave screenshot mode',
  text: 'Shows stand-ins such as hidden-station-1 in place of identities, id tags, AuthorizationKeys, certificate names and fingerprints, serial numbers, host names and addresses, the same one everywhere as long as this tab is open. One-line summaries of messages that may name somebody are left out; bytes are shown as zeros.',
  limits:
    'Not replaced: vendor and model names, firmware versions, times, measured values, words in free text that the bench does not know as a name, and what you type. Files are saved as always: redacted, with real names. Look at the picture before you share it.',
  noReveal: 'Nothing is revealed in screenshot mode. Switch it off first.',
  switch: 'Show stand-ins on every screen of this tab',
};
