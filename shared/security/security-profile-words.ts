/** Words for a listen specification that cannot be read. Knows codes only. */
import type { ListenSpecProblem } from './security-profiles.ts';

export const listenSpecWords: Readonly<
  Record<ListenSpecProblem, { message: string; fix: string }>
> = {
  'profiles-missing': {
    message: 'The security profiles are missing.',
    fix: 'Write them before an @, for example 1@0.0.0.0:9000.',
  },
  'profile-unknown': {
    message: 'This is not a security profile.',
    fix: 'Use 0, 1, 2 or 3, several with a plus sign: 2+3.',
  },
  'profile-repeated': {
    message: 'A security profile is named twice.',
    fix: 'Name each profile once.',
  },
  'listen-host-missing': {
    message: 'The address to listen on is missing.',
    fix: 'Write it between @ and the port: 0.0.0.0 for every IPv4 address, [::] for every address.',
  },
  'listen-host-invalid': {
    message: 'This is neither an address nor a host name.',
    fix: 'Use an IPv4 address, an IPv6 address in brackets or a host name.',
  },
  'listen-ipv6-unbracketed': {
    message: 'An IPv6 address needs brackets.',
    fix: 'Write it as 1@[::1]:9001.',
  },
  'listen-port-missing': {
    message: 'The port is missing.',
    fix: 'End with a colon and the port, for example :9000; port 0 lets the system choose.',
  },
  'listen-port-invalid': {
    message: 'This is not a port.',
    fix: 'Use a number from 0 to 65535.',
  },
};
