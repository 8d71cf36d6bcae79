/**
 * Words for the lines of a certificate's report: the rule in a few words, what is the case, why it matters, what to do.
 * Rules that are applied at a handshake have theirs in `certificate-words.ts`. Decides nothing.
 */
import type { CertificateLine, ProceduralRequirement } from './certificate-report.ts';
import {
  type CertificateWords,
  certificateRuleWords,
  isCertificateRule,
} from './certificate-words.ts';

/** The words of one line; `why` is given for every state, because it says what the rule is good for. */
export interface CertificateLineWords extends CertificateWords {
  title: string;
}

type Parameters = CertificateLine['parameters'];

interface LineWords {
  title: string;
  why: string;
  holds: (parameters: Parameters) => string;
  fails: (parameters: Parameters) => { what: string; action: string };
  /** Why the rule does not apply here. */
  notApplicable: string;
}

const text = (value: string | number | boolean | undefined): string => String(value ?? '');
const named = (value: string | number | boolean | undefined): string =>
  text(value) === '' ? 'nothing' : `“${text(value)}”`;

const serversOnly = 'This concerns certificates of a Central System.';
const clientsOnly = 'This concerns certificates of charge points.';
const authoritiesOnly = 'This concerns certificates of authorities.';
const rootsApart = 'A root stands at the end of its chain.';

/** Titles and reasons of the rules whose other words are in `certificate-words.ts`. */
const handshakeRules: Readonly<Record<string, Pick<LineWords, 'title' | 'why' | 'notApplicable'>>> =
  {
    'organisation-present': {
      title: 'Organisation named',
      why: 'The organisation shows who owns the certificate.',
      notApplicable: '',
    },
    'organisation-accepted': {
      title: 'Organisation is the operator',
      why: 'A Central System admits charge points whose certificate names its operator.',
      notApplicable: clientsOnly,
    },
    'common-name-has-serial-number': {
      title: 'Common name is the serial number',
      why: 'The common name ties the certificate to one charge point.',
      notApplicable:
        'This is decided for the certificate of a station whose serial number is known.',
    },
    'common-name-not-address': {
      title: 'Common name is no address',
      why: 'A charge point’s certificate must not pass for that of a Central System.',
      notApplicable: clientsOnly,
    },
    'server-name': {
      title: 'Common name is the host that is dialled',
      why: 'The name is how a charge point knows that it reached its own Central System.',
      notApplicable: 'This is decided where it is known by which name the server is dialled.',
    },
    'no-alternative-dns-name': {
      title: 'No alternative DNS names',
      why: 'OCPP compares the common name. A Central System reached over several networks may have them.',
      notApplicable: 'This concerns certificates of servers and charge points.',
    },
    'serial-number-present': {
      title: 'Serial number',
      why: 'Certificates are listed, deleted and revoked by it.',
      notApplicable: '',
    },
    'key-strength': {
      title: 'Key strength',
      why: 'Less than 112 bits of security can be broken within the life of a charge point.',
      notApplicable: '',
    },
    'signature-algorithm': {
      title: 'Signature algorithm',
      why: 'RSA-PSS and ECDSA are preferred; PKCS#1 v1.5 is what old chargers and test tools accept.',
      notApplicable: '',
    },
    'signature-hash': {
      title: 'Signature hash',
      why: 'SHA-1 and MD5 can be forged; other hashes are not supported by every charger.',
      notApplicable: '',
    },
    'key-usage-present': {
      title: 'Key usage',
      why: 'It keeps a key from being used for something else.',
      notApplicable: 'An authority signs certificates; its own rule is below.',
    },
    'validity-period': {
      title: 'Valid now',
      why: 'Both sides refuse a certificate outside its time, by their own clock.',
      notApplicable: '',
    },
  };

const lineWords: Readonly<Record<string, LineWords>> = {
  'common-name-is-host': {
    title: 'Common name is a host name',
    why: 'A charge point compares it with the host in its URL.',
    holds: ({ found }) => `The common name is ${named(found)}.`,
    fails: ({ found }) => ({
      what: `The common name is ${named(found)}, which is no host name of several labels and no address.`,
      action: 'Issue the certificate with the fully qualified name of the Central System.',
    }),
    notApplicable: serversOnly,
  },
  'common-name-beside-alternatives': {
    title: 'Common name among the alternative names',
    why: 'General TLS software looks at alternative names only, as soon as there are any; OCPP looks at the common name. Both must say the same.',
    holds: ({ found }) => `The common name ${named(found)} is among the alternative names.`,
    fails: ({ found, alternatives }) => ({
      what: `The common name is ${named(found)}, the alternative names are ${text(alternatives)}.`,
      action: 'Issue the certificate with the same host name in both places.',
    }),
    notApplicable: 'There are no alternative names.',
  },
  'serial-number-length': {
    title: 'Serial number fits',
    why: 'OCPP carries it in 40 characters, and RFC 5280 allows 20 bytes.',
    holds: ({ characters }) => `It has ${text(characters)} hexadecimal digits.`,
    fails: ({ characters }) => ({
      what: `It has ${text(characters)} hexadecimal digits; 40 are the most.`,
      action: 'Issue the certificate with a shorter serial number.',
    }),
    notApplicable: '',
  },
  'authority-usage': {
    title: 'May sign certificates',
    why: 'Without keyCertSign strict software refuses everything that the authority issued.',
    holds: ({ found }) => `The key usage is ${text(found)}.`,
    fails: ({ found, present }) => ({
      what:
        present === true
          ? `The key usage (${named(found)}) does not include keyCertSign.`
          : 'There is no key usage; openssl says “CA cert does not include key usage extension”.',
      action: 'Make the authority with keyCertSign and cRLSign.',
    }),
    notApplicable: authoritiesOnly,
  },
  'revocation-usage': {
    title: 'May sign revocation lists',
    why: 'Without cRLSign its lists are not believed.',
    holds: () => 'The key usage allows it.',
    fails: ({ found }) => ({
      what: `The key usage (${named(found)}) does not include cRLSign.`,
      action: 'Make the authority with cRLSign, if certificates are to be revoked.',
    }),
    notApplicable: authoritiesOnly,
  },
  'basic-constraints': {
    title: 'Authority or not',
    why: 'The basic constraints keep a charge point’s key from issuing certificates.',
    holds: ({ isAuthority }) =>
      isAuthority === true
        ? 'It says, as a critical extension, that it is an authority.'
        : 'It is no authority.',
    fails: ({ isAuthority, authority, critical }) => ({
      what:
        isAuthority !== true
          ? 'It says that it is an authority.'
          : authority === true && critical !== true
            ? 'The basic constraints are not critical; openssl says “Basic Constraints of CA cert not marked critical”.'
            : 'It does not say that it is an authority.',
      action: 'Issue the certificate with basic constraints that fit what it is for.',
    }),
    notApplicable: '',
  },
  'extended-key-usage': {
    title: 'Purpose',
    why: 'TLS software refuses a certificate that is for something else: “unsuitable certificate purpose”.',
    holds: ({ found }) => `It is for ${text(found)}.`,
    fails: ({ found, expected }) => ({
      what:
        text(found) === ''
          ? `It does not say what it is for; ${text(expected)} is expected.`
          : `It is for ${text(found)}, not for ${text(expected)}.`,
      action: 'Issue the certificate with the extended key usage of its purpose.',
    }),
    notApplicable: 'It has no purpose of its own.',
  },
  'short-lived': {
    title: 'Expires within a day',
    why: 'A server certificate that ends soon needs no revocation that chargers would have to check.',
    holds: ({ hours }) => `It lasts ${text(hours)} hours.`,
    fails: ({ hours }) => ({
      what: `It lasts ${text(hours)} hours; less than 24 are recommended.`,
      action:
        'Let the bench issue short-lived certificates for the listener, if the charger is to be tested with them.',
    }),
    notApplicable: serversOnly,
  },
  'certificate-form': {
    title: 'PEM, short enough for OCPP',
    why: 'Messages carry a certificate as PEM in at most 5500 characters.',
    holds: ({ characters }) => `As PEM it has ${text(characters)} characters.`,
    fails: ({ characters, most }) => ({
      what: `As PEM it has ${text(characters)} characters; ${text(most)} are the most.`,
      action: 'Use a shorter key or fewer names.',
    }),
    notApplicable: '',
  },
  'classic-size': {
    title: 'At most 2048 bytes',
    why: 'The original OCPP-J limits RSA certificates to that, and some chargers have no room for more.',
    holds: ({ bytes }) => `As DER it has ${text(bytes)} bytes.`,
    fails: ({ bytes, most }) => ({
      what: `As DER it has ${text(bytes)} bytes; ${text(most)} are the most.`,
      action: 'Use RSA 2048 or an elliptic key for chargers with little memory.',
    }),
    notApplicable: 'This concerns RSA certificates.',
  },
  'issuer-signature': {
    title: 'Signed by its issuer',
    why: 'A signature that does not fit means that the certificate was altered or the issuer is another one of that name.',
    holds: ({ issuer }) => `${named(issuer)} signed it.`,
    fails: ({ issuer }) => ({
      what: `The signature was not made by ${named(issuer)}; openssl says “certificate signature failure”.`,
      action: 'Get the certificate and its authority again from where they came from.',
    }),
    notApplicable: 'Its issuer is not on the desk.',
  },
  'chain-complete': {
    title: 'Chain reaches a root',
    why: 'Who verifies it needs every authority in between.',
    holds: () => 'All authorities up to the root are here.',
    fails: ({ missing }) => ({
      what: `${named(missing)} is missing; openssl says “unable to get local issuer certificate”.`,
      action: 'Import the missing authority.',
    }),
    notApplicable: rootsApart,
  },
  'chain-order': {
    title: 'Before its issuer',
    why: 'TLS and CertificateSigned want the leaf first, then each authority after what it signed.',
    holds: () => 'Its issuer follows it.',
    fails: ({ issuer }) => ({
      what: `${named(issuer)} does not follow it in the file.`,
      action: 'Export the chain from the desk: it puts it in order.',
    }),
    notApplicable: 'It was not looked at as part of a file.',
  },
  'path-length': {
    title: 'Path length kept',
    why: 'An authority may say how many authorities may follow below it.',
    holds: () => 'The chain is as short as its authorities want it.',
    fails: ({ authority, pathLength }) => ({
      what: `${named(authority)} allows ${text(pathLength)} authorities below it, and there are more; openssl says “path length constraint exceeded”.`,
      action: 'Issue under an authority higher up, or make that one with a greater path length.',
    }),
    notApplicable: 'No authority limits it.',
  },
  'subject-key-identifier': {
    title: 'Names its key',
    why: 'Software finds the issuer by it when two authorities share a name.',
    holds: () => 'There is a subject key identifier.',
    fails: () => ({
      what: 'There is no subject key identifier; for an authority openssl says “Missing Subject Key Identifier”.',
      action: 'Issue the certificate with one.',
    }),
    notApplicable: '',
  },
  'authority-key-identifier': {
    title: 'Names its issuer’s key',
    why: 'Software finds the issuer by it when two authorities share a name.',
    holds: () => 'The authority key identifier is that of its issuer.',
    fails: ({ found, expected }) => ({
      what:
        text(found) === ''
          ? 'There is no authority key identifier; openssl says “Missing Authority Key Identifier”.'
          : `The authority key identifier is ${text(found)}, the issuer’s is ${text(expected)}.`,
      action: 'Issue the certificate again under its authority.',
    }),
    notApplicable: rootsApart,
  },
  'within-issuer-validity': {
    title: 'Within its issuer’s time',
    why: 'When the issuer ends, everything below it ends as well.',
    holds: () => 'Its issuer lasts longer.',
    fails: ({ issuerNotBefore, issuerNotAfter }) => ({
      what: `Its issuer is valid from ${text(issuerNotBefore)} until ${text(issuerNotAfter)} only.`,
      action: 'Renew the authority, or issue for a shorter time.',
    }),
    notApplicable: 'There is no issuer on the desk.',
  },
  'not-revoked': {
    title: 'Not revoked',
    why: 'A Central System asks the authority whether the certificate is still good.',
    holds: () => 'It is on no revocation list of this bench.',
    fails: ({ revokedAt }) => ({
      what: `It was revoked on ${text(revokedAt)}.`,
      action: 'Issue a new certificate.',
    }),
    notApplicable: 'Nobody stands above a root to revoke it.',
  },
  'one-station': {
    title: 'Used by one station',
    why: 'Each charge point has a certificate of its own: a copied key would let another one pass for it.',
    holds: ({ stations }) => `Only ${text(stations)} presented it.`,
    fails: ({ stations }) => ({
      what: `Several stations presented it: ${text(stations)}.`,
      action: 'Give each charge point a key and a certificate of its own.',
    }),
    notApplicable: 'No station has presented it yet.',
  },
};

/** Every rule that a report can have a line for. */
export const reportedRules: readonly string[] = [
  ...Object.keys(handshakeRules),
  ...Object.keys(lineWords),
];

/** The words of one line. A rule that nobody knows is shown by its code. */
export function certificateLineWords(line: CertificateLine): CertificateLineWords {
  const own = lineWords[line.rule];
  if (own !== undefined) return ownWords(own, line);
  const shared = handshakeRules[line.rule];
  if (shared === undefined || !isCertificateRule(line.rule)) {
    return { title: line.rule, what: '', why: '', action: '' };
  }
  const { title, why, notApplicable } = shared;
  if (line.state === 'not-applicable') return { title, what: notApplicable, why, action: '' };
  const words = certificateRuleWords({
    rule: line.rule,
    clause: line.clause,
    severity: line.severity,
    enforced: false,
    holds: line.state === 'holds',
    parameters: line.parameters,
  });
  return { title, ...words, why: words.why || why };
}

function ownWords(
  { title, why, holds, fails, notApplicable }: LineWords,
  { state, parameters }: CertificateLine,
): CertificateLineWords {
  if (state === 'fails') return { title, why, ...fails(parameters) };
  return { title, why, what: state === 'holds' ? holds(parameters) : notApplicable, action: '' };
}

const proceduralWords: Record<ProceduralRequirement, string> = {
  'A00.FR.504': 'Only algorithms that are recommended for the years to come are used.',
  'A00.FR.601': 'The operator may be the authority itself.',
  'A00.FR.602': 'The keys of the roots are well protected.',
  'A00.FR.603': 'A third party may sign for the manufacturer.',
  'A00.FR.702': 'Certificates of charge points are verified online where that can be done.',
  'A00.FR.703': 'The authority is a server of its own.',
  'A00.FR.704':
    'The Central System asks the authority whether a certificate still holds. On this bench the listener checks the lists of the desk.',
  'A00.FR.705': 'Left to the procedures of operator and manufacturer.',
  'A00.FR.706': 'The Central System checks a firmware and its certificate before it sends them.',
  'A00.FR.801': 'The factory gives each charge point credentials of its own.',
  'A00.FR.802': 'Those credentials are random.',
  'A00.FR.803': 'They reach the operator in a safe way.',
  'A00.FR.804': 'The manufacturer may sign them.',
  'A00.FR.805': 'The Central System replaces them at once.',
  'A00.FR.806': 'Until then the charge point may be kept Pending.',
};

/** What a requirement asks of people and procedures. */
export function proceduralRequirementWords(requirement: string): string {
  return Object.hasOwn(proceduralWords, requirement)
    ? // The line above says that it is one of them.
      proceduralWords[requirement as ProceduralRequirement]
    : requirement;
}
