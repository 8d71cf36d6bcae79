/**
 * The bearer token of this tab: comes in the fragment of the address, stays in sessionStorage, never in a cookie,
 * which a browser would send to every port of 127.0.0.1. Knows nothing of the connection.
 */
const storageKey = 'benchpoint-token';
/** What RFC 7230 allows in a sub-protocol name, which is how the token reaches the bench. */
const tokenShape = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,512}$/;

/** The token in a fragment such as `#token=…`, or undefined when there is none that could be one. */
export function tokenInFragment(fragment: string): string | undefined {
  const value = new URLSearchParams(fragment.replace(/^#/, '')).get('token')?.trim();
  return value !== undefined && tokenShape.test(value) ? value : undefined;
}

/** The token a person pasted: the token itself or the whole address that was printed. */
export function tokenInPastedText(pasted: string): string | undefined {
  const text = pasted.trim();
  const mark = text.indexOf('#');
  const fromAddress = mark === -1 ? undefined : tokenInFragment(text.slice(mark));
  return fromAddress ?? (tokenShape.test(text) ? text : undefined);
}

export function storeToken(token: string): void {
  sessionStorage.setItem(storageKey, token);
}

/** Moves a token from the address to sessionStorage, clears the fragment, and answers the token of this tab. */
export function takeSessionToken(): string | undefined {
  const fresh = tokenInFragment(location.hash);
  if (fresh !== undefined) {
    storeToken(fresh);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return fresh ?? sessionStorage.getItem(storageKey) ?? undefined;
}
