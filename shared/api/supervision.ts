/**
 * The few lines that the desktop shell and the bench process exchange over stdin and stdout.
 * Knows neither Electron nor the bench: only the shapes both sides agree on.
 */
import { z } from 'zod';

/**
 * The one JSON line the supervisor writes to the bench's stdin after starting it with `serve --supervised`.
 * stdin stays open afterwards; the bench shuts down cleanly when it ends.
 */
export const supervisorGreeting = z.strictObject({
  /** Bearer token of this run, at least 128 bits; reused on a restart so that an open page reconnects. */
  token: z.string().min(22),
  /** 32 bytes, base64: seals secrets at rest. Absent when no keychain is available. */
  dataKey: z.base64().optional(),
});
export type SupervisorGreeting = z.infer<typeof supervisorGreeting>;

/** The one JSON line the supervised bench prints to stdout when it is ready to serve. */
export const benchReady = z.strictObject({
  ready: z.literal(true),
  /** `http://127.0.0.1:PORT` without token. */
  url: z.url(),
  version: z.string(),
  pid: z.number().int(),
  /** Absolute path of the data folder in use, so that the window can show it. */
  dataDir: z.string().optional(),
});
export type BenchReady = z.infer<typeof benchReady>;
