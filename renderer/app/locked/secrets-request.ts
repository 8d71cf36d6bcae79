/**
 * What opens the bench's secrets goes over HTTP: the bench asks every page to connect again while it opens them, so
 * that an answer over the WebSocket would be lost. A passphrase is sent and forgotten.
 */
import { ORPCError } from '@orpc/client';
import { apiPath } from '../../../shared/api/socket-paths.ts';
import { connection } from '../api-client.ts';
import { takeSessionToken } from '../session-token.ts';
import { lockedWords } from './words.ts';

/** Rejects with the bench's own words. */
export async function openSecrets(
  what: 'unlock' | 'retry' | 'start-over',
  body: { passphrase?: string } = {},
): Promise<unknown> {
  const answer = await fetch(`${apiPath}/secrets/${what}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${takeSessionToken() ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const content: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) {
    throw new ORPCError('SECRETS', { message: lockedWords.unreachable, data: content });
  }
  connection?.retryNow();
  return content;
}
