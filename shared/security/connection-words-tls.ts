/**
 * Words for connections that fail below HTTP: name and TCP, the first byte, the TLS handshake.
 * Knows codes only; which code it is gets decided where the sockets are.
 */
import type { ConnectionExplanation } from './connection-explanation.ts';

export const tlsWords = {
  'name-not-found': {
    title: 'The host name was not found',
    meaning: 'The name in the URL could not be resolved to an address, so nothing was sent.',
    chargePoint: 'Check the host name in the URL for a typing error, or use the IP address.',
    network: 'Check that the DNS server of this network knows the name.',
  },
  'connection-refused': {
    title: 'Nobody listens on that port',
    meaning: 'The machine answered, but no program accepts connections on the port.',
    chargePoint: 'Check host and port in the URL.',
    csms: 'Check that the Central System runs and listens on this port and address.',
    network: 'Some firewalls answer like this for a port they block.',
  },
  'host-unreachable': {
    title: 'The machine cannot be reached',
    meaning: 'The network reports that there is no way to that address.',
    network:
      'Check cables, Wi-Fi, the IP address and net mask of both sides, VPN and gateway. Both have to be in networks that reach each other.',
  },
  'connect-timeout': {
    title: 'No answer from that address',
    meaning: 'The connection was attempted, and nothing came back in time.',
    csms: 'Check that the Central System is switched on and has this address.',
    network:
      'A firewall that silently drops packets looks like this. Check its rules for the port.',
  },
  'connect-failed': {
    title: 'The TCP connection could not be made',
    meaning: 'The operating system refused the connection. Its own words are shown below.',
    network: 'Check address, port and the local network settings.',
  },
  'dial-aborted': {
    title: 'The attempt was given up',
    meaning:
      'The emulated charge point was stopped, switched off or set up anew while it was still connecting. This says nothing about the other side.',
    chargePoint: 'Connect it again if that was not meant.',
  },
  'closed-without-data': {
    title: 'Connected and closed without a word',
    meaning:
      'A TCP connection was opened and closed again before a single byte was sent. A port check or load balancer does this; so does a client that gives up early.',
    chargePoint:
      'If it was the charge point: look in its log for a reason before the handshake, such as a missing certificate.',
    network: 'If it repeats at a fixed interval, look for a monitoring program or load balancer.',
  },
  silence: {
    title: 'Connected, then silence',
    meaning: 'A TCP connection was opened, and nothing was sent within the time allowed.',
    chargePoint:
      'Check that the URL begins with the right scheme (ws or wss) and that the charge point is not waiting for the other side to speak first.',
    network: 'A device in between may let the connection through and hold back the data.',
  },
  'connection-reset': {
    title: 'The connection was reset',
    meaning: 'The other side, or a device in between, cut the connection hard (TCP RST).',
    chargePoint: 'Check whether the charge point restarted or ran out of memory at that moment.',
    network:
      'Firewalls and NAT routers reset connections that they no longer know or do not allow.',
  },
  'tls-on-plain-port': {
    title: 'TLS was spoken to a port without TLS',
    meaning:
      'The first bytes were a TLS handshake, but this port expects plain WebSocket (security profiles 0 and 1).',
    chargePoint:
      'Use ws:// instead of wss://, or the port that speaks TLS. Check that the configured SecurityProfile is the one you mean.',
    csms: 'If this port is meant for profile 2 or 3, add that profile to the listener.',
  },
  'http-on-tls-port': {
    title: 'Plain HTTP was spoken to a TLS port',
    meaning:
      'The first bytes were unencrypted HTTP, but this port expects TLS (security profiles 2 and 3).',
    chargePoint:
      'Use wss:// instead of ws://, or the port without TLS. Check that the configured SecurityProfile is the one you mean.',
    csms: 'If this port is meant for profile 0 or 1, add that profile to the listener.',
  },
  'not-tls-on-tls-port': {
    title: 'Something other than TLS arrived on a TLS port',
    meaning: 'The first bytes are neither a TLS handshake nor HTTP.',
    chargePoint: 'Check host and port: another protocol may have been pointed here.',
    network: 'Port scanners send such bytes. If nobody misses a connection, ignore it.',
  },
  'not-http-on-plain-port': {
    title: 'Something other than HTTP arrived',
    meaning: 'The bytes that arrived are not an HTTP request, so no WebSocket can begin.',
    chargePoint: 'Check host and port: another protocol may have been pointed here.',
    network: 'Port scanners send such bytes. If nobody misses a connection, ignore it.',
  },
  'tls-hello-incomplete': {
    title: 'The TLS handshake began and stopped half-way',
    meaning:
      'The first TLS message, the ClientHello, arrived only in part, and the rest did not come in time.',
    chargePoint: 'Check the log of its TLS library. On slow links allow a longer time-out.',
    network:
      'Long ClientHello messages span several packets. Check the MTU, VPNs and mobile gateways that lose the second packet.',
  },
  'tls-hello-malformed': {
    title: 'The first TLS message cannot be read',
    meaning:
      'The connection began like TLS, but its ClientHello breaks the rules of the protocol. The bytes are in the record.',
    chargePoint: 'Check the TLS library and its version; compare the recorded bytes.',
    network: 'A device that rewrites traffic can damage the message.',
  },
  'tls-no-shared-version': {
    title: 'No TLS version in common',
    meaning:
      'Each side accepts TLS versions that the other one does not. OCPP security requires TLS 1.2 or higher (A00.FR.314 and A00.FR.315; on profile 3 A00.FR.418 and A00.FR.419).',
    chargePoint:
      'If it speaks nothing newer than TLS 1.1: switch on TLS 1.2 in the firmware or its TLS library. A charge point that meets a version too low reports InvalidTLSVersion.',
    csms: 'If it speaks nothing newer than TLS 1.1: switch on TLS 1.2. For a legacy charge point only: allow TLS 1.0 and 1.1 on a listener of its own, which will not pass a certification.',
  },
  'tls-no-shared-suite': {
    title: 'No cipher suite in common',
    meaning:
      'The two sides have no cipher suite that both accept. A charge point has to offer the two ECDHE-ECDSA or the two RSA suites of the whitepaper (A00.FR.318, A00.FR.422); a Central System has to support all four (A00.FR.317, A00.FR.421).',
    chargePoint:
      'Enable TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 and …_256_GCM_SHA384, or TLS_RSA_WITH_AES_128_GCM_SHA256 and …_256_GCM_SHA384.',
    csms: 'Enable all four suites of the whitepaper, with an RSA and an ECDSA certificate on this port. On the bench: the policy Bench offers ECDHE-RSA besides, Rehearsal does not.',
  },
  'tls-no-shared-group': {
    title: 'No key exchange group in common',
    meaning:
      'A cipher suite would fit, but the two sides share no elliptic curve (group) for it, or the certificate uses a curve the other side does not offer.',
    chargePoint: 'Enable secp256r1 (P-256) in the TLS library; it is the curve everyone has.',
    csms: 'Enable secp256r1 (P-256), and use a P-256 certificate. A charge point without it can still use the two RSA suites, which need no curve.',
  },
  'tls-no-shared-signature': {
    title: 'No signature algorithm in common',
    meaning:
      'The two sides share no way of signing the handshake that fits the certificate, for example SHA-256 with RSA or ECDSA.',
    chargePoint: 'Enable rsa_pkcs1_sha256 and ecdsa_secp256r1_sha256 in the TLS library.',
    csms: 'Use a certificate whose key and signature the charge point offers.',
  },
  'tls-key-too-weak': {
    title: 'A key or signature is too weak',
    meaning:
      'The TLS library refuses a key that is too short or a signature with an outdated hash. The whitepaper asks for RSA 2048 or EC 224 bits at least.',
    chargePoint:
      'If it is the certificate of the charge point: replace it by one with at least RSA 2048 or EC P-256.',
    csms: 'If it is the certificate of the Central System: replace it by one with at least RSA 2048 or EC P-256, signed with SHA-256.',
  },
  'tls-security-too-low': {
    title: 'The offered security is too low for the other side',
    meaning:
      'One side ended the handshake because the offered suites or keys are weaker than it allows (alert 71, insufficient_security).',
    chargePoint: 'Compare its minimum with the suites and the key size of the certificate.',
    csms: 'Offer the suites of the whitepaper and a certificate of at least RSA 2048 or EC P-256.',
  },
  'tls-downgrade-refused': {
    title: 'A lowered TLS version was refused',
    meaning:
      'The charge point tried again with a lower TLS version and marked it as a fallback, although both sides can do better (alert 86, inappropriate_fallback).',
    chargePoint: 'Look for the first attempt that failed; its cause is the one to solve.',
    network: 'A device that disturbs newer TLS versions can force such a retry.',
  },
  'tls-handshake-failure': {
    title: 'The other side could not agree to the handshake',
    meaning:
      'It sent alert 40 (handshake_failure), the general one. Usual causes: no suite, curve or signature in common, or a client certificate that was required and not sent.',
    chargePoint:
      'Compare the suites in the ClientHello with the four of the whitepaper. On profile 3 check that a client certificate is installed.',
    csms: 'Check that it offers all four suites with an RSA and an ECDSA certificate, and whether it requires a client certificate.',
  },
  'tls-protocol-error': {
    title: 'A TLS message was not understood',
    meaning:
      'One side received a message that breaks the rules of TLS as it sees them, and ended the handshake.',
    chargePoint: 'Update the TLS library. Try again with TLS 1.3 switched off.',
    csms: 'Switch TLS 1.3 off on this listener to see whether the newer version is the cause.',
    network: 'A device that inspects or rewrites TLS can cause this.',
  },
  'tls-damaged-record': {
    title: 'Encrypted data could not be decrypted',
    meaning:
      'A record arrived damaged, or the two sides computed different keys. The handshake was ended.',
    chargePoint: 'Update the TLS library; hardware crypto drivers are a frequent cause.',
    network: 'A device that alters packets can cause this.',
  },
  'tls-name-not-recognised': {
    title: 'The server name is not known there',
    meaning:
      'The name that the charge point sent in the handshake (SNI) is not one the Central System answers to (alert 112, unrecognized_name).',
    chargePoint: 'Use the host name of the Central System in the URL, not another name or address.',
    csms: 'Check the names this server or its load balancer is set up for.',
  },
  'tls-no-application-protocol': {
    title: 'No application protocol in common',
    meaning:
      'The protocols named in the handshake (ALPN) have none in common (alert 120). OCPP needs http/1.1 or none at all.',
    chargePoint: 'Offer http/1.1, or leave ALPN out.',
    csms: 'Allow http/1.1 on this port.',
  },
  'tls-access-denied': {
    title: 'The certificate is valid, but access was denied',
    meaning:
      'The other side accepted the certificate as such and refused it all the same (alert 49, access_denied).',
    chargePoint:
      'If it sent the alert: check in its settings which Central System it may connect to. If it received it: check which certificate it holds and for which operator it was issued.',
    csms: 'If it sent the alert: check its access rules. Is this charge point, serial number and organisation allowed?',
  },
  'tls-internal-error': {
    title: 'The other side failed internally',
    meaning:
      'It sent alert 80 (internal_error). The fault lies within its TLS stack: memory, a key that does not load, a hardware module.',
    chargePoint: 'If it sent the alert: look in its log, check free memory and its key store.',
    csms: 'If it sent the alert: look in its log, check that certificate and key belong together.',
  },
  'tls-renegotiation-refused': {
    title: 'A renewed handshake was refused',
    meaning:
      'One side wanted to negotiate anew on a running connection (renegotiation); that is switched off for safety (alert 100).',
    chargePoint: 'Switch renegotiation off; a new connection does the same.',
    csms: 'Ask for the client certificate in the first handshake.',
  },
  'tls-cancelled': {
    title: 'The other side cancelled the handshake',
    meaning: 'It ended the handshake on its own decision (alert 90 or 0) and gave no reason.',
    chargePoint: 'Look in its log at this time.',
    csms: 'Look in its log at this time.',
  },
  'tls-alert-other': {
    title: 'The other side ended TLS with an alert',
    meaning: 'It sent a rarely used alert. Number and name are shown below.',
    chargePoint: 'Look up the alert in the log or manual of its TLS library.',
    csms: 'Look up the alert in the log or manual of its TLS library.',
  },
  'tls-handshake-abandoned': {
    title: 'The TLS handshake was abandoned',
    meaning:
      'The connection was closed in the middle of the handshake without an alert. Many TLS libraries do this when they do not trust the certificate they were shown.',
    chargePoint:
      'Check first that the root certificate of the Central System is installed, that the host name fits and that the clock is right.',
    csms: 'If it closed: check that it trusts the issuer of the client certificate.',
  },
  'tls-handshake-reset': {
    title: 'The connection was reset during the TLS handshake',
    meaning: 'The other side, or a device in between, cut the connection hard (TCP RST).',
    chargePoint:
      'Look in its log at this time; some stacks reset when they do not trust the certificate.',
    network: 'Firewalls that inspect TLS reset connections they do not allow.',
  },
  'tls-handshake-timeout': {
    title: 'The TLS handshake took too long',
    meaning: 'The handshake began but was not finished within the time allowed.',
    chargePoint:
      'Slow controllers need seconds for RSA. Allow a longer time-out, or use an ECDSA certificate.',
    csms: 'Check that it is not overloaded. On the bench: raise “Handshake” of the listener if the charge point is only slow.',
    network: 'Check for lost packets: large certificate chains span several of them.',
  },
  'tls-closed-after-handshake': {
    title: 'Closed right after the TLS handshake',
    meaning:
      'The handshake was finished, and the connection was closed before any request was sent. Some TLS libraries verify the certificate only then, and send no alert.',
    chargePoint:
      'Check that the root certificate is installed, that the host name equals the CN and that the clock is right.',
    csms: 'Check that the certificate carries the host name the charge point dials.',
  },
  'tls-setup-invalid': {
    title: 'Our own TLS settings do not work',
    meaning:
      'The TLS library refused the settings before anything was sent: no usable version or suite, or a certificate and key that do not belong together.',
    chargePoint: 'On an emulated charge point: check versions, suites and client certificate.',
    csms: 'On a listener: check versions, suites and the server certificates.',
  },
  'tls-error-other': {
    title: 'TLS failed for a reason not listed here',
    meaning: 'The library’s own words are shown below.',
    chargePoint: 'Compare with the log of the charge point at this time.',
    csms: 'Compare with the log of the Central System at this time.',
  },
} as const satisfies Record<string, ConnectionExplanation>;
