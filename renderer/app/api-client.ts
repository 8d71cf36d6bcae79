/**
 * The typed client of the contract and its TanStack Query helpers, over the one connection of this page.
 * Knows nothing of screens. Nothing here loads a schema: the bench checks what it is sent.
 */
import { createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { BenchClient } from '../../shared/api/contract.ts';
import { apiPath, rpcSocketPath } from '../../shared/api/socket-paths.ts';
import {
  type BenchConnection,
  type BenchConnectionState,
  connectToBench,
} from './bench-connection.ts';
import { callWithStandIns } from './screenshot/screenshot-mode.ts';
import { storeToken, takeSessionToken } from './session-token.ts';

/** What the bench said last stays valid until it says that something moved (`bench-events.ts`). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** The connection of this page; undefined when the address brought no token. */
export const connection: BenchConnection | undefined = openConnection();

/** Calls any procedure of the contract; rejects with `BenchLostError` while the bench is lost. */
export const benchClient: BenchClient = createORPCClient({
  call(path, input, options) {
    if (connection === undefined) throw new Error('Called without a token.');
    return callWithStandIns(connection.link)(path, input, options);
  },
});

/** `orpc.csms.get.queryOptions()`, `orpc.csms.stop.mutationOptions()`, `orpc.csms.key()`, … */
export const orpc = createTanstackQueryUtils(benchClient);

function openConnection(): BenchConnection | undefined {
  const token = takeSessionToken();
  if (token === undefined) return undefined;
  const socketUrl = new URL(rpcSocketPath, location.href);
  socketUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  socketUrl.hash = '';
  return connectToBench({
    socketUrl: socketUrl.href,
    token,
    tokenIsRefused: () => tokenIsRefused(token),
  });
}

/** A failed WebSocket handshake does not say why, so the same token is tried over HTTP. */
async function tokenIsRefused(token: string): Promise<boolean> {
  try {
    const answer = await fetch(`${apiPath}/bench`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status === 401 || answer.status === 403;
  } catch {
    // Nobody answers: that is a lost bench, which the caller treats as such, not a refused token.
    return false;
  }
}

/** Starts the page again with another token. */
export function enterWithToken(token: string): void {
  storeToken(token);
  location.reload();
}

/** An address with a fresh token, opened in a tab that is already here, only changes the fragment. */
export function watchForFreshToken(): void {
  addEventListener('hashchange', () => {
    if (location.hash.includes('token=') && takeSessionToken() !== undefined) location.reload();
  });
}

const withoutConnection: BenchConnectionState = { status: 'refused' };

/** State of the connection, for every screen that wants to show it. */
export function useBenchConnection(): BenchConnectionState {
  return useSyncExternalStore(
    connection?.subscribe ?? (() => () => undefined),
    () => connection?.state() ?? withoutConnection,
  );
}
