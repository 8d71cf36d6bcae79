/** How many connections a probe makes, so that it can be said before it begins. Pure. */

/** At most as many connections at a time. */
export const mostAtOnce = 4;

/** Four versions, two of them perhaps once more, four suites, eight drawers, compression. */
const helloQuestions = 4 + 2 + 4 + 8 + 1;
const subprotocols = 3;
/** Whether it speaks TLS, and whether plain HTTP. */
const firstLook = 2;
/** Without and with a wrong password. */
const withoutAndWrong = 2;

/** The most connections a probe of this kind makes. */
export function plannedConnections(target: {
  scheme: 'ws' | 'wss';
  hasPassword: boolean;
  hasCertificate: boolean;
  askUnknownIdentity: boolean;
}): number {
  const { scheme, hasPassword, hasCertificate, askUnknownIdentity } = target;
  return (
    firstLook +
    (scheme === 'wss' ? helloQuestions : 0) +
    (scheme === 'wss' ? withoutAndWrong : withoutAndWrong - 1) +
    Number(hasPassword) +
    Number(hasCertificate) +
    Number(askUnknownIdentity) +
    subprotocols
  );
}
