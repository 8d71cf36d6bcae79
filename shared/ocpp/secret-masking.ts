/**
 * Takes the secrets out of a message text or a header before it leaves by a door; all else stays as it was, byte for
 * byte. When in doubt it masks. Knows nothing of doors or of the record, which keeps what really arrived.
 */
import { isSecretConfigurationKey } from './configuration-keys.ts';
import { type JsonVisitor, readStringToken, scanJson } from './json-scan.ts';
import type { OcppMessage } from './message-codec.ts';

/** What stands for a secret. */
export const maskText = '•••';

/** A text to show and whether anything was taken out of it. */
export interface MaskedText {
  text: string;
  masked: boolean;
}

interface Member {
  key: string;
  start: number;
  end: number;
  /** What the value says when it is a string. */
  content?: string;
}

interface Container {
  isObject: boolean;
  start: number;
  /** Name under which the container stands in its object. */
  name: string;
  members: Member[];
  pendingKey: string;
  /** `name` of the member `variable`, by which OCPP 2 says what `attributeValue` is. */
  variableName: string;
}

interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/** Any text without one of these holds no secret; every door asks this of every frame, so it must be quick. */
const suspicious =
  /authorizationkey|changeconfiguration|basicauthpassword|apnpassword|simpin|"vpn"|:(?:\\?\/){2}[^\s"/]*@|\\u00/i;

const secretMembers = new Set(['apnpassword', 'basicauthpassword', 'simpin']);
const secretMembersOfVpn = new Set(['password', 'key']);
const secretVariables = new Set(['basicauthpassword']);

/** User and password before the host of a URL (RFC 3986 §3.2.1); the scheme is bounded to keep hostile text cheap. */
const userInformation = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/]*@/gi;

/** A URL or any text with URLs in it, without the user information. */
export function maskUrl(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(userInformation, `$1${maskText}@`);
}

/** A mask of the same JSON type, so that the text can still be read as what it was. */
function maskOf(token: string): string {
  if (token.startsWith('"')) return JSON.stringify(maskText);
  if (token.startsWith('{')) return '{}';
  if (token.startsWith('[')) return '[]';
  return /^-?\d/.test(token) ? '0' : 'null';
}

function isSecretMember(container: Container, member: Member, isValueSecret: boolean): boolean {
  const key = member.key.toLowerCase();
  if (secretMembers.has(key)) return true;
  if (container.name === 'vpn' && secretMembersOfVpn.has(key)) return true;
  if (key === 'attributevalue') return secretVariables.has(container.variableName.toLowerCase());
  return key === 'value' && isValueSecret;
}

/**
 * Whether the `value` of an object is an AuthorizationKey. In an object that was cut short the name may be missing or
 * cut as well: then it is taken for one.
 */
function valueIsSecret(container: Container, isCut: boolean): boolean {
  const names = container.members.filter(({ key }) => key.toLowerCase() === 'key');
  if (names.some(({ content }) => content !== undefined && isSecretConfigurationKey(content))) {
    return true;
  }
  if (!isCut) return false;
  const lastName = names.at(-1)?.content?.toLowerCase() ?? '';
  return 'authorizationkey'.startsWith(lastName);
}

/** Collects what has to be replaced while the scanner walks over the text. */
class SecretFinder implements JsonVisitor {
  readonly edits: Edit[] = [];
  readonly #text: string;
  readonly #enclosing: Container[] = [];
  #current: Container | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  open(isObject: boolean, at: number): void {
    const name = this.#current?.pendingKey ?? '';
    if (this.#current !== undefined) this.#enclosing.push(this.#current);
    this.#current = {
      isObject,
      start: at,
      name,
      members: [],
      pendingKey: '',
      variableName: '',
    };
  }

  close(end: number): void {
    this.#leave(end, false);
  }

  key(start: number, end: number): void {
    if (this.#current !== undefined) {
      this.#current.pendingKey = readStringToken(this.#text, start, end);
    }
  }

  scalar(start: number, end: number): void {
    const isString = this.#text[start] === '"';
    const content = isString ? readStringToken(this.#text, start, end) : undefined;
    if (content !== undefined) this.#maskUrls(content, start, end);
    const { name, pendingKey: key } = this.#current ?? { name: '', pendingKey: '' };
    if (this.#current?.isObject !== true) return;
    this.#current.members.push({ key, start, end, ...(content === undefined ? {} : { content }) });
    const parent = this.#enclosing.at(-1);
    if (name === 'variable' && key === 'name' && parent) parent.variableName = content ?? '';
  }

  /** Judges what the end of the text left open. */
  finish(): void {
    while (this.#current !== undefined) this.#leave(this.#text.length, true);
  }

  #maskUrls(content: string, start: number, end: number): void {
    const masked = maskUrl(content);
    if (masked !== content) {
      this.edits.push({ start, end, replacement: JSON.stringify(masked) });
    }
  }

  #leave(end: number, isCut: boolean): void {
    const container = this.#current;
    if (container === undefined) return;
    this.#current = this.#enclosing.pop();
    if (container.isObject) this.#maskMembers(container, isCut);
    if (this.#current?.isObject === true) {
      this.#current.members.push({ key: this.#current.pendingKey, start: container.start, end });
    }
  }

  #maskMembers(container: Container, isCut: boolean): void {
    const isValueSecret = valueIsSecret(container, isCut);
    for (const member of container.members) {
      if (!isSecretMember(container, member, isValueSecret)) continue;
      const { start, end } = member;
      this.edits.push({ start, end, replacement: maskOf(this.#text.slice(start, end)) });
    }
  }
}

/** An edit inside another one is dropped: the outer replaces both. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort(
    (left, right) => left.start - right.start || right.end - left.end,
  );
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of ordered) {
    if (start < at) continue;
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** What follows the name of a secret in a text that is no JSON cannot be told apart: all of it goes. */
function maskAfterName(text: string): string {
  const named = /authorizationkey|basicauthpassword/i.exec(text);
  if (named === null) return text;
  return `${text.slice(0, named.index + named[0].length)}${maskText}`;
}

/**
 * The text as a door may show it: without the AuthorizationKey of ChangeConfiguration (and wherever else a
 * configuration key of that name has a value), the passwords of OCPP 2 network profiles and BasicAuthPassword, and the
 * user information of URLs. Never throws; texts that are cut short are masked too.
 * @param decoded the same text as `decodeMessage` read it.
 */
export function maskMessageText(text: string, decoded: OcppMessage): MaskedText {
  if (!suspicious.test(text)) return { text, masked: false };
  const finder = new SecretFinder(text);
  scanJson(text, finder);
  finder.finish();
  let masked = applyEdits(text, finder.edits);
  const isNoJson = decoded.kind === 'malformed' && decoded.reason === 'not-json';
  if (isNoJson && finder.edits.length === 0) masked = maskUrl(maskAfterName(text));
  return { text: masked, masked: masked !== text };
}

/** With this the masking looks for everything it knows. */
const mostSuspicious: OcppMessage = { kind: 'malformed', reason: 'not-json', response: 'ignore' };

/** A parsed payload, or a part of one, as a door may show it. Only for what came out of JSON. */
export function maskPayload(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { text, masked } = maskMessageText(JSON.stringify(payload), mostSuspicious);
  return masked ? JSON.parse(text) : payload;
}

const credentialHeaders = new Set(['authorization', 'proxy-authorization']);
const secretHeaders = new Set(['cookie', 'set-cookie']);

/** A header value as a door may show it; of credentials the scheme stays, for example `Basic •••`. */
export function maskHeader(name: string, value: string): string {
  const lowerCaseName = name.toLowerCase();
  if (secretHeaders.has(lowerCaseName)) return maskText;
  if (!credentialHeaders.has(lowerCaseName)) return value;
  const scheme = /^\s*([A-Za-z][A-Za-z0-9-]{0,20})\s+\S/.exec(value)?.[1];
  return scheme === undefined ? maskText : `${scheme} ${maskText}`;
}
