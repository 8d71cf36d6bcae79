/** What is wrong with the URL that a charge point dials, before anybody dials it. Knows no sockets and no words. */
import type { Problem } from '../api/problem.ts';
import { securityProfiles } from './security-profiles.ts';

/** Problems: `url-invalid`, `url-with-credentials`, `profile-does-not-fit-url`. */
export function endpointProblem(
  url: string,
  securityProfile: keyof typeof securityProfiles,
): Problem | undefined {
  if (!URL.canParse(url)) return { code: 'url-invalid', where: url };
  const { protocol, username, password } = new URL(url);
  // A password in a URL would stand in states and logs.
  if (username !== '' || password !== '') return { code: 'url-with-credentials' };
  if (protocol === `${securityProfiles[securityProfile].scheme}:`) return undefined;
  return { code: 'profile-does-not-fit-url', where: url, parameters: { securityProfile } };
}
