/** The words and HTTP status of problems at the certificate desk. Makes sentences from parameters only. */
import type { ProblemWords } from './problem.ts';

const quoted = (text: unknown): string => `“${String(text ?? '')}”`;
const inFile = (where: string): string => (where === '' ? 'The file' : where);

const deskWords: Readonly<Record<string, ProblemWords>> = {
  'certificate-unknown': {
    status: 404,
    message: (_, where) => `There is no certificate ${where} on the desk.`,
    fix: () => 'List the certificates and take an id from there.',
  },
  'revocation-list-unreadable': {
    status: 422,
    message: ({ detail }) => `This is no revocation list that can be read (${detail}).`,
    fix: () => 'Take a CRL in PEM (BEGIN X509 CRL) or DER from its authority.',
  },
  'revocation-list-partial': {
    status: 422,
    message: ({ detail }) =>
      `This revocation list holds for some certificates only (critical extension ${detail}).`,
    fix: () =>
      'Take the complete list: delta lists and lists of one distribution point do not say enough.',
  },
  'revocation-list-older': {
    status: 409,
    message: ({ thisUpdate }, where) =>
      `There is a newer list of ${quoted(where)} here, of ${thisUpdate}.`,
    fix: () => 'Remove that one first if the older one is meant.',
  },
  'too-many-revocation-lists': {
    status: 409,
    message: ({ most }) => `There are already ${most} revocation lists.`,
    fix: () => 'Remove those that no charge point needs any more.',
  },
  'certificate-without-key': {
    status: 409,
    message: (_, where) => `The private key of ${quoted(where)} is not here.`,
    fix: () => 'Import the key together with its certificate, or choose another certificate.',
  },
  'authority-may-not-sign': {
    status: 422,
    message: (_, where) =>
      `The key usage of ${quoted(where)} does not allow it to sign certificates.`,
    fix: () => 'Choose an authority whose key usage includes keyCertSign.',
  },
  'authority-may-not-revoke': {
    status: 422,
    message: (_, where) =>
      `The key usage of ${quoted(where)} does not allow it to sign revocation lists.`,
    fix: () => 'Choose an authority whose key usage includes cRLSign.',
  },
  'path-length-exceeded': {
    status: 422,
    message: ({ pathLength }, where) =>
      `${quoted(where)} allows ${pathLength} authorities below it, and this would be one more.`,
    fix: () =>
      'Issue it under an authority higher up, or make that one with a greater path length.',
  },
  'validity-reversed': {
    status: 422,
    message: ({ notBefore, notAfter }) =>
      `The certificate would end (${notAfter}) before it begins (${notBefore}).`,
    fix: () => 'For one that is to be expired, give an earlier beginning as well.',
  },
  'time-invalid': {
    status: 422,
    message: (_, where) => `${quoted(where)} is not a time that a certificate can hold.`,
    fix: () => 'Write it as 2026-11-22T12:00:00Z, in 1970 or later.',
  },
  'address-invalid': {
    status: 422,
    message: (_, where) => `${quoted(where)} is not an IP address.`,
    fix: () => 'Write an address such as 192.0.2.1 or 2001:db8::1, or give it as a DNS name.',
  },
  'name-not-ascii': {
    status: 422,
    message: (_, where) => `${quoted(where)} has characters that an alternative name cannot hold.`,
    fix: () => 'Write the name in its ASCII form (xn--…).',
  },
  'attribute-unknown': {
    status: 422,
    message: (_, where) => `${quoted(where)} is not an attribute of a name.`,
    fix: () => 'Use a short name such as OU, C or L, or a dotted OID.',
  },
  'signature-not-possible': {
    status: 422,
    message: () => 'The key of the authority is too short for this signature.',
    fix: () => 'Choose SHA-256, or PKCS#1 v1.5.',
  },
  'issuer-not-here': {
    status: 409,
    message: (_, where) => `${quoted(where)}, which signed this certificate, is not on the desk.`,
    fix: () =>
      'Import that authority with its key, or ask whoever has it to renew the certificate.',
  },
  'renewal-follows-settings': {
    status: 422,
    message: (_, where) =>
      `The bench renews ${quoted(where)} by itself, with the period and signature of its settings.`,
    fix: () =>
      'Renew it without naming a period or signature, or change the listener or charge point.',
  },
  'root-keeps-its-key': {
    status: 422,
    message: (_, where) =>
      `${quoted(where)} keeps its key, because the bench's certificates rest on it.`,
    fix: () => 'Renew it with the same key, or create another root.',
  },
  'key-type-not-made': {
    status: 422,
    message: (_, where) => `The bench makes no keys of the kind that ${quoted(where)} has.`,
    fix: () => 'Renew it with the same key.',
  },
  'root-not-revocable': {
    status: 422,
    message: (_, where) => `${quoted(where)} is a root: nobody stands above it to revoke it.`,
    fix: () => 'Take it out of the trusted roots on both sides instead.',
  },
  'already-revoked': {
    status: 409,
    message: (_, where) => `${quoted(where)} is revoked already.`,
  },
  'not-revoked': { status: 409, message: (_, where) => `${quoted(where)} is not revoked.` },
  'revocation-is-final': {
    status: 409,
    message: (_, where) => `The revocation of ${quoted(where)} cannot be taken back.`,
    fix: () => 'Only certificateHold can be. Issue a new certificate.',
  },
  'certificate-in-use': {
    status: 409,
    message: ({ names, more }, where) =>
      `${quoted(where)} is in use: ${names}${Number(more) > 0 ? ` and ${more} more` : ''}.`,
    fix: () => 'Delete those first, or force it, which deletes everything below as well.',
  },
};

const fileWords: Readonly<Record<string, ProblemWords>> = {
  'nothing-readable': {
    status: 422,
    message: (_, where) => `${inFile(where)} is neither PEM nor DER nor PKCS#12.`,
    fix: () => 'Export it again as PEM, DER or PKCS#12.',
  },
  'no-certificate-in-file': {
    status: 422,
    message: ({ labels }, where) =>
      `${inFile(where)} has no certificate and no private key in it${labels ? `, only ${labels}` : ''}.`,
    fix: () => 'Choose the file that holds the certificate or its private key.',
  },
  'file-too-large': {
    status: 422,
    message: ({ bytes, most }, where) =>
      `${inFile(where)} has ${bytes} bytes; certificates and keys fit into ${most}.`,
    fix: () => 'Choose the file that holds the certificate.',
  },
  'certificate-too-large': {
    status: 422,
    message: ({ bytes, most }) => `A certificate has ${bytes} bytes; at most ${most} are read.`,
    fix: () => 'OCPP allows 5500 characters. Look for an extension that has no business in it.',
  },
  'too-many-certificates': {
    status: 422,
    message: ({ most }) => `There are more than ${most} certificates.`,
    fix: () => 'Choose a file with the chain only, not a whole root store.',
  },
  'certificate-damaged': {
    status: 422,
    message: ({ raw }, where) => `A certificate in ${where || 'the file'} is damaged: ${raw}.`,
    fix: () => 'Export it again from where it came from.',
  },
  'pem-truncated': {
    status: 422,
    message: ({ label }, where) =>
      `${inFile(where)} is cut off: ${label || 'a block'} has no beginning or no end.`,
    fix: () => 'Copy everything from -----BEGIN to the last -----END, with both lines.',
  },
  'pem-mixed': {
    status: 422,
    message: ({ label }, where) =>
      `${inFile(where)} mixes two blocks: what begins and what ends is not the same (${label}).`,
    fix: () => 'Export the parts again, one after the other.',
  },
  'pem-damaged': {
    status: 422,
    message: ({ label }, where) => `${label} in ${where || 'the file'} is not valid base64.`,
    fix: () => 'Something altered the text on its way: copy it again, or send it as a file.',
  },
  'key-unreadable': {
    status: 422,
    message: ({ raw }) => `The private key cannot be read${raw ? `: ${raw}` : ''}.`,
    fix: () => 'Export it again as PKCS#8.',
  },
  'key-does-not-fit': {
    status: 422,
    message: ({ type, certificates }) =>
      certificates
        ? `The ${type} key belongs to none of these certificates: ${certificates}.`
        : `The ${type} key belongs to no certificate on the desk.`,
    fix: () => 'Import the key together with the certificate that was issued for it.',
  },
  'signature-broken': {
    status: 422,
    message: ({ subject, issuer }) =>
      `The signature of ${quoted(subject)} was not made by ${quoted(issuer)}, which it names as its issuer.`,
    fix: () => 'The certificate was altered, or its authority made a new key: get both again.',
  },
  'file-passphrase-missing': {
    status: 422,
    message: (_, where) => `${inFile(where)} is encrypted.`,
    fix: () => 'Give its passphrase.',
  },
  'file-passphrase-wrong': {
    status: 422,
    message: (_, where) => `The passphrase does not open ${where || 'the file'}.`,
    fix: () => 'Check upper and lower case and the keyboard layout; umlauts are often the reason.',
  },
  'key-passphrase-needed': {
    status: 422,
    message: () => 'A private key leaves the bench encrypted.',
    fix: () => 'Give a passphrase for it, or say "unencrypted": true.',
  },
  'encryption-unknown': {
    status: 422,
    message: ({ algorithm }, where) =>
      `${inFile(where)} is encrypted with ${algorithm}, which is not supported.`,
    fix: () =>
      'Export it again with AES-256, or convert it: openssl pkcs12 -legacy -in OLD.p12 -out NEW.pem',
  },
  'encryption-too-slow': {
    status: 422,
    message: ({ iterations }, where) =>
      `${inFile(where)} asks for ${iterations} iterations, which would take minutes or more.`,
    fix: () => 'Export it again with fewer; 600,000 are plenty.',
  },
  'pkcs12-unreadable': {
    status: 422,
    message: ({ raw }, where) => `${inFile(where)} is a damaged PKCS#12 file: ${raw}.`,
    fix: () => 'Export it again from where it came from.',
  },
};

export const certificateProblemWords = { ...deskWords, ...fileWords };
