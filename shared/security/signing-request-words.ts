/**
 * Words for the demands on a signing request: what is the case, why it matters, what to do where it is not met.
 * Makes sentences from codes and parameters; decides nothing.
 */
import type { CertificateLineWords } from './certificate-report-words.ts';
import type { RequestLine } from './signing-request-rules.ts';

type Parameters = RequestLine['parameters'];

interface LineWords {
  title: string;
  why: string;
  holds: (parameters: Parameters) => string;
  fails: (parameters: Parameters) => { what: string; action: string };
  notApplicable: string;
}

const unread = 'Nothing can be said: the request cannot be read.';

const named = (value: string | number | boolean | undefined): string =>
  String(value ?? '') === '' ? 'nothing' : `“${String(value)}”`;

const keyText = ({ algorithm, bits, curve }: Parameters): string =>
  curve
    ? `${curve}`
    : algorithm === 'ed25519' || algorithm === 'ed448'
      ? `${algorithm}`
      : `${String(algorithm).toUpperCase()} with ${bits} bits`;

const replacedHint = (replaced: unknown): string =>
  replaced === true
    ? 'The certificate gets the right name all the same.'
    : 'The policy refuses requests with other names.';

const formWords: Readonly<Record<string, string>> = {
  'der-base64': 'bare base64, without the lines that PEM puts around it',
  'other-label': 'PEM with another label',
  none: 'something that is no PEM',
};

const endingWords: Readonly<Record<string, string>> = {
  crlf: 'CR LF',
  cr: 'CR alone',
  mixed: 'different characters from line to line',
  escaped: 'a backslash and an n instead of a line feed',
  none: 'nothing: it is one long line',
};

const lineWords: Readonly<Record<string, LineWords>> = {
  'request-size': {
    title: 'Size',
    why: 'SignCertificate has room for 5500 characters; other Central Systems answer with a CALLERROR.',
    holds: ({ characters, most }) => `${characters} of ${most} characters.`,
    fails: ({ characters, most }) => ({
      what: `The request has ${characters} characters; ${most} are allowed.`,
      action: 'Charge point: leave out attributes and extensions, or use an elliptic curve key.',
    }),
    notApplicable: '',
  },
  'request-form': {
    title: 'PEM',
    why: 'The request is sent as PEM; edition 1 of the whitepaper had DER, and some charge points still send that.',
    holds: ({ label }) => `PEM, ${label}.`,
    fails: ({ kind, label }) => ({
      what: `The request came as ${formWords[String(kind)] ?? kind}${label ? ` (“${label}”)` : ''}.`,
      action:
        'Charge point: begin with -----BEGIN CERTIFICATE REQUEST----- and end with -----END CERTIFICATE REQUEST-----, each on a line of its own.',
    }),
    notApplicable: '',
  },
  'request-line-endings': {
    title: 'Line ends',
    why: 'PEM allows several, but strict readers and some authorities take LF only.',
    holds: () => 'Lines end with LF.',
    fails: ({ lineEndings }) => ({
      what: `Lines end with ${endingWords[String(lineEndings)] ?? lineEndings}.`,
      action: 'Charge point: write LF (\\n in JSON) at the end of each line.',
    }),
    notApplicable: 'Without PEM there are no lines.',
  },
  'request-alone': {
    title: 'One request',
    why: 'The first request of the text is taken; what stands around it is lost.',
    holds: () => 'One block and nothing around it.',
    fails: ({ blocks }) => ({
      what:
        Number(blocks) > 1
          ? `There are ${blocks} PEM blocks.`
          : 'There is other text around the block.',
      action: 'Charge point: send the request alone.',
    }),
    notApplicable: 'Without PEM there are no blocks.',
  },
  'request-readable': {
    title: 'Readable',
    why: 'What cannot be read cannot be signed.',
    holds: () => 'It is a PKCS#10 request.',
    fails: ({ detail }) => ({
      what: `It is no PKCS#10 request${detail ? ` (${detail})` : ''}.`,
      action:
        'Charge point: look for text that was cut off, a buffer that is too small, or a file of another kind.',
    }),
    notApplicable: '',
  },
  'request-key-known': {
    title: 'Kind of key',
    why: 'Only a key of a known kind can be checked and certified.',
    holds: (parameters) => `The key is known: ${keyText(parameters)}.`,
    fails: () => ({
      what: 'The public key is damaged, or of a kind that OpenSSL does not know.',
      action: 'Charge point: use RSA or an elliptic curve key, and name the curve.',
    }),
    notApplicable: unread,
  },
  'request-possession': {
    title: 'Possession of the key',
    why: 'The signature proves that whoever asks has the private key.',
    holds: ({ hash, algorithm }) =>
      `Signed with its own key (${algorithm}${hash ? `, ${hash}` : ''}).`,
    fails: ({ oid, algorithm }) => ({
      what: `The signature was not made with the key in the request (${algorithm}, ${oid}).`,
      action:
        'Charge point: sign with the new private key, over the exact bytes that are sent; check that the named algorithm is the one used.',
    }),
    notApplicable: 'It cannot be checked without a key of a known kind.',
  },
  'request-key-strength': {
    title: 'Strength of the key',
    why: 'At least 112 bits of security are required.',
    holds: (parameters) => `Strong enough: ${keyText(parameters)}.`,
    fails: (parameters) => ({
      what: `Too weak: ${keyText(parameters)}; at least ${parameters.requiredBits} are required.`,
      action: 'Charge point: RSA with 2048 bits or more, or a curve with 224 bits or more.',
    }),
    notApplicable: unread,
  },
  'request-key-usable': {
    title: 'Use of the key in TLS',
    why: 'The certificate is of no use when TLS libraries do not offer its curve.',
    holds: (parameters) => `Every TLS library can use it: ${keyText(parameters)}.`,
    fails: (parameters) => ({
      what: `TLS 1.2 with the whitepaper’s suites cannot use ${keyText(parameters)} everywhere.`,
      action: 'Charge point: prefer RSA 2048 or P-256.',
    }),
    notApplicable: unread,
  },
  'request-signature-hash': {
    title: 'Hash of the signature',
    why: 'SHA-1 and MD5 can be forged.',
    holds: ({ hash }) => `The request is signed with ${hash}.`,
    fails: ({ hash }) => ({
      what: `The request is signed with ${hash}.`,
      action: 'Charge point: sign with SHA-256.',
    }),
    notApplicable: 'The algorithm has a hash of its own.',
  },
  'request-organisation': {
    title: 'Organisation',
    why: 'O is to be the operator’s name, which the charge point has as CpoName.',
    holds: ({ expected }) => `O is ${named(expected)}.`,
    fails: ({ found, expected, replaced }) => ({
      what: `O is ${named(found)} instead of ${named(expected)}. ${replacedHint(replaced)}`,
      action: 'Set the configuration key CpoName at the charge point before it asks.',
    }),
    notApplicable: unread,
  },
  'request-serial-number': {
    title: 'Serial number',
    why: 'CN is to be the serial number; it ties the certificate to one charge point.',
    holds: ({ expected }) => `CN is the serial number ${named(expected)}.`,
    fails: ({ found, expected, replaced }) => ({
      what: `CN is ${named(found)} instead of the serial number ${named(expected)}. ${replacedHint(replaced)}`,
      action:
        'Charge point: use the serial number that BootNotification has. Here: correct the serial number of the station if it is the wrong one.',
    }),
    notApplicable: 'The serial number of the station is not known.',
  },
  'request-common-name': {
    title: 'Common name',
    why: 'While the serial number of the station is not known, it is taken from here.',
    holds: () => 'There is a common name.',
    fails: () => ({
      what: 'There is no common name, and the serial number of the station is not known.',
      action: 'Enter the serial number of the station, or let the charge point name itself.',
    }),
    notApplicable: 'The serial number of the station is known.',
  },
  'request-common-name-address': {
    title: 'Common name is no address',
    why: 'A charge point’s certificate must not pass for that of a Central System.',
    holds: () => 'The common name is no host name and no address.',
    fails: ({ found }) => ({
      what: `The common name ${named(found)} looks like an address.`,
      action: 'Charge point: use the serial number.',
    }),
    notApplicable: 'There is no common name.',
  },
  'request-no-authority': {
    title: 'No authority',
    why: 'A charge point must never be able to issue certificates.',
    holds: () => 'It does not ask to become an authority.',
    fails: () => ({
      what: 'It asks to become an authority (basic constraints CA:TRUE). That is never given.',
      action: 'Charge point: leave the extension out; the default of a tool is the usual reason.',
    }),
    notApplicable: unread,
  },
  'request-purpose': {
    title: 'Purpose',
    why: 'The certificate is for TLS clients.',
    holds: () => 'It asks for clientAuth.',
    fails: ({ found }) => ({
      what: `It asks for ${named(found)} and not for clientAuth. The certificate gets clientAuth.`,
      action: 'Charge point: ask for clientAuth, or for nothing.',
    }),
    notApplicable: 'It asks for no purpose.',
  },
  'request-no-dns-name': {
    title: 'No host name',
    why: 'Alternative host names do not belong into a charge point’s certificate.',
    holds: () => 'It asks for no host name.',
    fails: ({ found }) => ({
      what: `It asks for the host names ${named(found)}. They are not given by themselves.`,
      action: 'Charge point: leave the alternative names out.',
    }),
    notApplicable: unread,
  },
  'request-extensions': {
    title: 'Extensions',
    why: 'What is asked for takes room in CertificateSigned and in every handshake.',
    holds: ({ count }) => (count === 0 ? 'It asks for no extension.' : `Extensions: ${count}.`),
    fails: ({ count, bytes }) => ({
      what: `It asks for ${count} extensions with ${bytes} bytes.`,
      action: 'Charge point: ask for key usage and purpose at most.',
    }),
    notApplicable: unread,
  },
  'request-not-repeated': {
    title: 'Not repeated',
    why: 'The same request again costs an authority work and gives a second certificate.',
    holds: () => 'It was not sent before.',
    fails: ({ secondsBefore, waiting }) => ({
      what: `The same request came ${secondsBefore} s before${waiting ? ' and has no certificate yet' : ''}.`,
      action:
        'Charge point: wait for CertificateSigned; CertSigningWaitMinimum of later editions is the time to wait, and 0 repeats at once.',
    }),
    notApplicable: '',
  },
  'request-new-key': {
    title: 'New key',
    why: 'A renewal is made with a new key pair.',
    holds: () => 'The key was not seen before.',
    fails: ({ where, station }) => ({
      what:
        where === 'other-station'
          ? `Station ${station} asked with the same key.`
          : where === 'certificate'
            ? 'It is the key of the certificate in use.'
            : 'An earlier request of this station had the same key.',
      action:
        where === 'other-station'
          ? 'Charge point: make keys on the device, with a good source of random numbers; never ship one key with the firmware.'
          : 'Charge point: make a new key pair for each request.',
    }),
    notApplicable: unread,
  },
};

/** Title, finding, reason and remedy of one line. */
export function requestLineWords({ rule, state, parameters }: RequestLine): CertificateLineWords {
  const words = lineWords[rule];
  if (words === undefined) return { title: rule, what: rule, why: '', action: '' };
  const { title, why } = words;
  if (state === 'fails') return { title, why, ...words.fails(parameters) };
  const what = state === 'holds' ? words.holds(parameters) : `${title}: ${words.notApplicable}`;
  return { title, what, why, action: '' };
}

/** The rules that have words; for tests. */
export const spokenRequestRules: readonly string[] = Object.keys(lineWords);
