/**
 * Words for certificate rules and chain results: what is the case, why it matters, what to do about it.
 * Knows codes and their parameters only; nothing here decides anything.
 */
import type { CertificateRule, CertificateRuleResult } from './certificate-rules.ts';

/** Three short texts for people; `action` is empty when nothing needs doing. */
export interface CertificateWords {
  what: string;
  why: string;
  action: string;
}

type Parameters = CertificateRuleResult['parameters'];

const text = (value: string | number | boolean | undefined): string => String(value ?? '');
const named = (value: string | number | boolean | undefined): string =>
  text(value) === '' ? 'nothing' : `“${text(value)}”`;

const ruleWords: Record<
  CertificateRule,
  { holds: (parameters: Parameters) => string; fails: (parameters: Parameters) => CertificateWords }
> = {
  'organisation-accepted': {
    holds: ({ matched }) => `The organisation contains ${named(matched)}.`,
    fails: ({ found, expected }) => ({
      what: `The organisation (O) is ${named(found)}, expected ${named(expected)}.`,
      why: 'The organisation shows whose charge point it is. A certificate fresh from the factory names its manufacturer.',
      action:
        'Renew the certificate with the operator’s name, add the organisation to the trusted ones, or switch this check off for the station.',
    }),
  },
  'common-name-has-serial-number': {
    holds: ({ found, exact }) =>
      exact === true
        ? `The common name is the serial number ${named(found)}.`
        : `The common name ${named(found)} contains the serial number.`,
    fails: ({ found, expected, serialNumberKnown }) =>
      serialNumberKnown === true
        ? {
            what: `The common name (CN) is ${named(found)}, which does not contain the serial number ${named(expected)}.`,
            why: 'The common name ties the certificate to one charge point.',
            action:
              'Correct the station’s serial number, or issue a certificate with it as common name.',
          }
        : {
            what: `The common name (CN) is ${named(found)}, and the serial number of this station is not known yet.`,
            why: 'Without a serial number the certificate cannot be tied to this station.',
            action: 'Enter the serial number, or adopt the station with this certificate.',
          },
  },
  'common-name-not-address': {
    holds: ({ found }) => `The common name ${named(found)} is not shaped like an address.`,
    fails: ({ found }) => ({
      what:
        text(found) === ''
          ? 'The certificate has no common name (CN).'
          : `The common name (CN) ${named(found)} is shaped like a host name, URL or IP address.`,
      why: 'A charge point’s certificate carries its serial number there, so that it cannot pass for a Central System’s.',
      action: 'Issue the certificate with the serial number as common name.',
    }),
  },
  'server-name': {
    holds: ({ found, expected }) =>
      `The common name ${named(found)} fits the host ${text(expected)}.`,
    fails: ({ found, expected, wildcardNotAllowed, alternativeNameMatches }) => ({
      what: `The common name (CN) is ${named(found)}, but the host dialled is ${named(expected)}.`,
      why:
        wildcardNotAllowed === true
          ? 'It would match as a wildcard, and wildcards are not allowed here.'
          : alternativeNameMatches === true
            ? 'An alternative name matches, but OCPP compares the common name.'
            : 'The name is how a charge point knows that it reached its own Central System.',
      action:
        'Dial the name in the certificate, or issue a certificate for the name that is dialled.',
    }),
  },
  'key-strength': {
    holds: ({ algorithm, bits }) =>
      `The key is strong enough (${text(algorithm)}, ${text(bits)} bits).`,
    fails: ({ algorithm, bits, requiredBits }) => ({
      what: `The key is too weak: ${text(algorithm)}, ${text(bits)} bits; at least ${text(requiredBits)} are required.`,
      why: 'Weaker keys give less than 112 bits of security.',
      action: 'Use RSA with 2048 bits or more, or an elliptic curve with 224 bits or more.',
    }),
  },
  'signature-algorithm': {
    holds: ({ algorithm }) => `The authority signed with ${text(algorithm)}.`,
    fails: ({ algorithm }) => ({
      what: `The authority signed with ${text(algorithm)}.`,
      why: 'RSA-PSS or ECDSA is preferred. Some chargers and test tools only accept PKCS#1 v1.5, so this is common.',
      action: '',
    }),
  },
  'signature-hash': {
    holds: ({ hash }) => `The signature uses ${text(hash)}.`,
    fails: ({ hash }) => ({
      what: `The signature uses ${text(hash)} instead of SHA-256.`,
      why: 'SHA-1 and MD5 can be forged; other hashes are not supported by every charger.',
      action: 'Have the certificate signed with SHA-256.',
    }),
  },
  'serial-number-present': {
    holds: ({ serialNumber }) => `The certificate has the serial number ${text(serialNumber)}.`,
    fails: () => ({
      what: 'The certificate has no serial number of its own.',
      why: 'Certificates are listed, deleted and revoked by it.',
      action: 'Issue the certificate with a random serial number.',
    }),
  },
  'organisation-present': {
    holds: () => 'The subject names an organisation.',
    fails: () => ({
      what: 'The subject names no organisation (O).',
      why: 'The organisation shows who owns the certificate.',
      action: 'Issue the certificate with the owner’s name as organisation.',
    }),
  },
  'key-usage-present': {
    holds: ({ found }) => `The key usage is restricted to ${text(found)}.`,
    fails: ({ found, present }) => ({
      what:
        present === true
          ? `The key usage (${named(found)}) does not include digitalSignature.`
          : 'The certificate does not restrict what its key may be used for.',
      why: 'Key usage keeps a key from being used for something else; TLS with ECDHE needs digitalSignature.',
      action: 'Issue the certificate with the key usage extension.',
    }),
  },
  'no-alternative-dns-name': {
    holds: () => 'There is no alternative DNS name.',
    fails: ({ found }) => ({
      what: `There are alternative DNS names: ${text(found)}.`,
      why: 'Where they are present, general TLS software looks at them and not at the common name, which OCPP compares. A Central System reached over several networks may have them.',
      action: '',
    }),
  },
  'validity-period': {
    holds: ({ notAfter }) => `The certificate is valid until ${text(notAfter)}.`,
    fails: ({ notBefore, notAfter, now, expired }) => ({
      what:
        expired === true
          ? `The certificate expired on ${text(notAfter)}.`
          : `The certificate is not valid before ${text(notBefore)}.`,
      why: `The clock here reads ${text(now)}.`,
      action: 'Check the clocks of both sides, then renew the certificate.',
    }),
  },
};

/** Every certificate rule. */
// The keys are exactly those of the record's type.
export const certificateRules = Object.keys(ruleWords) as readonly CertificateRule[];

export function isCertificateRule(rule: string): rule is CertificateRule {
  return Object.hasOwn(ruleWords, rule);
}

/** The words for one rule result; for a rule that holds only `what` is filled. */
export function certificateRuleWords(result: CertificateRuleResult): CertificateWords {
  const words = ruleWords[result.rule];
  if (result.holds) return { what: words.holds(result.parameters), why: '', action: '' };
  return words.fails(result.parameters);
}
