/** What can be chosen for signing requests. Knows no schema, so that pages may load it. */

/** `automatic`: signed when all that matters holds; `always`: whatever can be; `by-hand`: a person decides. */
export const signingModes = ['automatic', 'always', 'by-hand'] as const;

/** Which key usages can be put into a certificate that is signed for a request. */
export const requestKeyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
