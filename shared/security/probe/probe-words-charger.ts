/** The words for lines about a charger that connected. Knows ids, findings and parameters only. */
import { failureTitle, type LineWords, text } from './probe-words-shape.ts';

export const chargerWords: Readonly<Record<string, LineWords>> = {
  'hello-versions': {
    line: () => 'TLS versions offered',
    wanted: 'TLS 1.2 or newer',
    found: {
      modern: (line) => `${text(line, 'versions')} (a hello of ${text(line, 'byteLength')} bytes).`,
      old: (line) => `${text(line, 'versions')} at most.`,
    },
    why: 'The whitepaper asks for TLS 1.2; a Central System has to end anything older.',
    change: 'Update the TLS stack of the charge point. Until then: legacy TLS on the listener.',
  },
  'hello-suites': {
    line: () => 'Suites of the whitepaper',
    wanted: 'Both ECDHE-ECDSA suites, or both static RSA suites',
    found: {
      'both-pairs': () => 'All four.',
      'ecdsa-pair': () => 'Both ECDHE-ECDSA suites.',
      'rsa-pair': () => 'Both static RSA suites.',
      'neither-pair': (line) =>
        text(line, 'offered') === ''
          ? `None of the four among ${text(line, 'count')} suites.`
          : `Only ${text(line, 'offered')}.`,
    },
    why: 'A Central System need support no others: with neither pair complete there may be no shared suite.',
    change: 'Switch the missing suites on in the charge point.',
  },
  'hello-unfit-suites': {
    line: () => 'Unfit suites',
    wanted: 'None',
    found: {
      none: () => 'None.',
      offered: (line) => `${text(line, 'count')} offered: ${text(line, 'suites')}.`,
    },
    why: 'NULL, anonymous, export, RC4 and DES suites are not allowed even for legacy use.',
    change: 'Take them out of the list of the charge point.',
  },
  'hello-dated-suites': {
    line: () => 'Dated suites (CBC, DHE)',
    wanted: 'None, better',
    found: {
      none: () => 'None.',
      offered: (line) => `${text(line, 'count')} offered, among them ${text(line, 'suites')}.`,
    },
    why: 'The whitepaper has a place for one of them only, with TLS 1.0 and 1.1.',
    change: 'Offer the suites of the whitepaper alone.',
  },
  'hello-compression': {
    line: () => 'TLS compression offered',
    wanted: 'No',
    found: { none: () => 'No.', offered: () => 'Yes.' },
    why: 'Compression gives away what is encrypted (CRIME).',
    change: 'Switch it off in the charge point.',
  },
  'hello-server-name': {
    line: () => 'Server name (SNI)',
    wanted: 'As you like',
    found: {
      present: (line) => `“${text(line, 'serverName')}”.`,
      absent: () => 'None: it dials an address, or its stack sends none.',
    },
    why: '',
    change: '',
  },
  'hello-groups': {
    line: () => 'Groups',
    wanted: 'As you like',
    found: {
      present: (line) => `${text(line, 'groups')}.`,
      absent: () => 'None named: only P-256 can be expected.',
    },
    why: '',
    change: '',
  },
  'hello-signatures': {
    line: () => 'Signature algorithms',
    wanted: 'SHA-256 among them',
    found: {
      'sha-256': (line) => `${text(line, 'schemes')}.`,
      'without-sha-256': (line) => `Without SHA-256: ${text(line, 'schemes')}.`,
      absent: () => 'None named.',
    },
    why: 'Certificates should be signed with SHA-256; this charge point could not verify them.',
    change: 'Update the TLS stack of the charge point.',
  },
  'behaviour-handshake': {
    line: () => 'TLS handshake',
    wanted: 'Completed',
    found: {
      established: (line) => `Completed: ${text(line, 'version')}, ${text(line, 'suite')}.`,
      failed: (line) => `The latest one failed: ${failureTitle(text(line, 'reason'))}.`,
    },
    why: 'Without it there is no connection.',
    change: 'Look at the latest attempt: it says which side has to change what.',
  },
  'behaviour-server-certificate': {
    line: () => 'What it did with the server’s certificate',
    wanted: 'Verified',
    found: {
      refused: (line) => `Refused it: ${failureTitle(text(line, 'reason'))}. So it does verify.`,
      accepted: () => 'Accepted it. Whether it would refuse a bad one cannot be seen from that.',
    },
    why: 'A charge point that accepts any certificate talks to anybody.',
    change: 'Put a bad certificate in front of it once, and see that it refuses.',
  },
  'behaviour-client-certificate': {
    line: () => 'Client certificate',
    wanted: 'Shown, and good',
    found: {
      good: () => 'Shown and verified.',
      bad: (line) => `Shown, and not good: ${text(line, 'reason')}.`,
      'no-certificate': () => 'Asked for, none shown. Right on profile 2.',
      'not-asked': () => 'Not asked for on this listener.',
    },
    why: 'On profile 3 it is the only proof of who connects.',
    change: 'Install a client certificate of the operator with its key.',
  },
  'behaviour-basic': {
    line: () => 'HTTP Basic',
    wanted: 'The identity as user name, with every request',
    found: {
      identity: () => 'Sent, with the identity as user name.',
      'other-name': () => 'Sent, with another user name than the identity in the URL.',
      unreadable: () => 'Sent, and not readable.',
      absent: () => 'Not sent. Right on profiles 0 and 3.',
    },
    why: 'The Central System compares user name and URL before it looks at the password.',
    change: 'Set the user name to the identity; nothing else is allowed there.',
  },
  'behaviour-subprotocol': {
    line: () => 'Sub-protocol offered',
    wanted: 'ocpp1.6',
    found: {
      offered: (line) => `${text(line, 'subprotocols')}.`,
      'not-offered': (line) =>
        text(line, 'subprotocols') === '' ? 'None.' : `Only ${text(line, 'subprotocols')}.`,
    },
    why: 'Without it a Central System refuses the upgrade.',
    change: 'Send Sec-WebSocket-Protocol: ocpp1.6.',
  },
  'behaviour-answer': {
    line: () => 'Latest answer of this bench',
    wanted: 'As you like',
    found: {
      'let-in': (line) =>
        Number(line.parameters.securityProfile) >= 0
          ? `Let in on profile ${text(line, 'securityProfile')}.`
          : 'Let in.',
      refused: (line) => `HTTP ${text(line, 'status')}: ${failureTitle(text(line, 'reason'))}.`,
    },
    why: '',
    change: '',
  },
};
