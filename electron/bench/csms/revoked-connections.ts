/**
 * Open connections whose client certificate was revoked after they began (Whitepaper A00.FR.704): found whenever lists
 * or settings changed, told as a finding, and closed unless the listener leaves them. New connections are somebody else's.
 */
import type { ListenerSettings } from '../../../shared/api/csms-contract.ts';
import { verifyChain } from '../pki/client-verification.ts';
import type { RevocationInput } from '../pki/revocation-check.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import { addFinding, type Station } from './stations.ts';

export interface RevokedConnections {
  /** Remembers what an admitted connection showed, for as long as it is open. */
  note(connection: OcppConnection, shown: { listener: string; chain: readonly Buffer[] }): void;
  /** Looks at all open ones. */
  look(): void;
}

export interface RevokedConnectionsContext {
  stations(): readonly Station[];
  roots(): readonly string[];
  listener(
    id: string,
  ): { settings: ListenerSettings; revocation?: RevocationInput | undefined } | undefined;
  nowMs(): number;
  moved(): void;
}

const policyViolation = 1008;

export function watchRevokedConnections(context: RevokedConnectionsContext): RevokedConnections {
  const shownBy = new WeakMap<
    OcppConnection,
    { listener: string; chain: readonly Buffer[]; told?: true }
  >();

  function lookAt(station: Station): boolean {
    const connection = station.session?.connection;
    const shown = connection && shownBy.get(connection);
    const listener = shown && context.listener(shown.listener);
    if (!connection || !shown || shown.told || !listener?.revocation) return false;
    const { problems } = verifyChain({
      presented: shown.chain,
      trustedRoots: context.roots(),
      purpose: 'client',
      revocation: { ...listener.revocation, check: 'when-listed' },
      nowMs: context.nowMs(),
    });
    const revoked = problems.find(({ code }) => code === 'revoked');
    if (revoked === undefined) return false;
    shown.told = true;
    const { whenRevoked } = listener.settings;
    const closed = whenRevoked === 'close';
    addFinding(station, {
      rule: 'certificate-revoked-while-connected',
      severity: 'error',
      clause: 'Whitepaper A00.FR.704',
      parameters: { ...revoked.parameters, connection: connection.number, closed },
    });
    if (closed) {
      connection.close(policyViolation, 'client certificate revoked', 'certificate-revoked');
    }
    return true;
  }

  return {
    note(connection, { listener, chain }) {
      shownBy.set(connection, { listener, chain });
    },
    look() {
      // All are looked at: `some` would stop at the first.
      if (context.stations().filter(lookAt).length > 0) context.moved();
    },
  };
}
