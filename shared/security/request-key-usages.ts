/** Which key usages can be put into a certificate that is signed for a request. Knows no schema, so that pages may load it. */

export const requestKeyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
