/** How FTP writes files and moments: LIST, MLSD, NLST, MDTM. Text only. */
import type { PlaceFile } from './transfer-place.ts';

/** `20261122101500`, in UTC (RFC 3659 §2.3). */
export function ftpTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\..*$/, '').replace(/\D/g, '');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As `ls -l` writes it, which is what clients have learnt to read; always with the year, in UTC. */
export function listLine({ name, bytes, modifiedMs }: PlaceFile): string {
  const date = new Date(modifiedMs);
  const day = String(date.getUTCDate()).padStart(2);
  const when = `${months[date.getUTCMonth()]} ${day}  ${date.getUTCFullYear()}`;
  return `-rw-r--r--   1 bench    bench    ${String(bytes).padStart(12)} ${when} ${name}`;
}

/** Facts of RFC 3659 §7. */
export function machineLine({ name, bytes, modifiedMs }: PlaceFile): string {
  return `type=file;size=${bytes};modify=${ftpTime(modifiedMs)}; ${name}`;
}

/** A path in a reply: quoted, quotes doubled (RFC 959, appendix II). */
export function quotedPath(segments: readonly string[]): string {
  return `"/${segments.join('/').replaceAll('"', '""')}"`;
}
