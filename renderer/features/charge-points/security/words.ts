/** Sentences about roots, certificates, security profile and security log of an emulated charge point. */

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const securityWords = {
  profile: 'Security profile',
  profileText:
    'Raised with the configuration key SecurityProfile, by the Central System or here. It asks for what the profile needs: an AuthorizationKey for 1 and 2, a Central System root for 2 and 3, a client certificate for 3. It never goes down.',
  now: 'In force',
  raiseTo: (profile: number) => `Raise to ${profile}`,
  raised: 'Accepted: it reconnects on the new profile.',
  notRaised: (status: string) =>
    `${status}: something the profile needs is missing. See key, roots and certificate below.`,
  highest: 'This is the highest profile.',
  key: 'AuthorizationKey',
  hasKey: 'set',
  noKey: 'not set',
  certificate: 'Client certificate',
  hasCertificate: 'present',
  noCertificate: 'none yet',
  roots: 'Central System roots',
  client: 'Client certificate',
  clientNone: 'It has none. On profile 3 it needs one; it gets one when it asks for it.',
  renew: 'Ask for a new certificate',
  renewHint: 'Sends SignCertificate, as it does by itself a month before the end',
  comingTitle: 'Accepted, waits for its time',
  former: 'Replaced within the last month',
  systemRoots: 'Central System roots',
  systemRootsNone: 'None: no server certificate can be checked.',
  fallBack: 'fall-back',
  inUse: 'in use',
  manufacturerRoots: 'Manufacturer roots',
  manufacturerRootsNone: 'None: no signed firmware can be checked.',
  log: 'Security log',
  logEmpty: 'The log is empty.',
  waiting: (value: number) =>
    `${count(value, 'security event waits', 'security events wait')} for the Central System`,
  clearLog: 'Clear the log',
  raise: 'Raise an event',
  event: 'Security event',
  eventHint: 'Any text of up to 50 characters is a type',
  techInfo: 'Technical information',
  type: 'Type',
  at: 'When',
  critical: 'critical',
};
