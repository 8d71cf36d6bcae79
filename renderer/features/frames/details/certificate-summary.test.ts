import { describe, expect, it } from 'vitest';
import { summarizeCertificate } from './certificate-summary.ts';

/** Made by OpenSSL: RSA, valid for a hundred years. */
const rsaCertificate = [
  'MIIDNzCCAh+gAwIBAgIUET95Plspm0Ui3nCgr7arqKzt7OUwDQYJKoZIhvcNAQELBQAwKjEZMBcGA1UECgwQRXhhbXBs',
  'ZSBDaGFyZ2luZzENMAsGA1UEAwwEU04tMTAgFw0yNjExMjIyMDQwMzRaGA8yMTI2MTAyOTIwNDAzNFowKjEZMBcGA1UE',
  'CgwQRXhhbXBsZSBDaGFyZ2luZzENMAsGA1UEAwwEU04tMTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBALvC',
  'xFnMf9/UNwnSeertwdE5c8rbqW4ECIZsM9mSQTuXmfrdLVueLGWjWmL1jMuFGAfGG6jICOCUDKBBVnOwIPUPBRBs5TXO',
  'xGwnBUhRpvxh98rPObnT2nKKMN6ZD4hQidU7epj5SUpLnWPUUOLxfom/bOYHLgeYA5+zr3a9mR6gVuvK22ieafk1MF9t',
  'y/I4f/BqkJ9bXVJOOiKbWMEQxponqRG9NIST7cPojS7Q949mU2jA7IGMT3G8wqHsX+yS52zOUBrViL0fAHPq4qncwvRh',
  'TZk17SN/swljLcrWMLEcuyD7He1nG8e1pLRUqNkKbuF+QhAkDBvTvNdDVSJ+g1kCAwEAAaNTMFEwHQYDVR0OBBYEFFQK',
  'G5Nmu9hEEZd0m/tYElabEwoIMB8GA1UdIwQYMBaAFFQKG5Nmu9hEEZd0m/tYElabEwoIMA8GA1UdEwEB/wQFMAMBAf8w',
  'DQYJKoZIhvcNAQELBQADggEBAI2fRF4pcbTSIdQtj8Vj6/rOTeDm9N8D3rmMRXB8n8S3BDvBey8AUvTAm/7ZK49XLBVY',
  '9bbtC6GFB3jfzs05o+dVlQ9KNsjUcDh7XBsrSVWU0Vu3taeTpvf/65OUSRBFiRC7tTPm8DkQnChE1iLnCRi4xUIqU5h4',
  '0R5fo/4sxOKN1aIZOUu7PjasPNrGZPJRJxLjhcLj87E6mIy2LyLvn6uA3n+rb6YTaHkMkGlRx8dML1uv/QXZRjSJelmX',
  'qhsazgQCrz+A7nbhqjXZGYP9VDk7orUtQEfYoPaw59ye9/j00JPmaDycYrgqUkj7XXbInDepcJhmJIjOyaGaf4WRVYA=',
].join('');

/** Made by OpenSSL: P-256, letters beyond ASCII in the name. */
const ecCertificate = [
  'MIIByzCCAXGgAwIBAgIUA/f7PUQuZoxwyoz0YeoQ4UYXhV8wCgYIKoZIzj0EAwIwOzELMAkGA1UEBhMCREUxFjAUBgNV',
  'BAoMDUdyw7xuZSBTw6R1bGUxFDASBgNVBAMMC2JlbmNoLmxvY2FsMB4XDTI2MTEyMjIwNDExOVoXDTI3MTEyMjIwNDEx',
  'OVowOzELMAkGA1UEBhMCREUxFjAUBgNVBAoMDUdyw7xuZSBTw6R1bGUxFDASBgNVBAMMC2JlbmNoLmxvY2FsMFkwEwYH',
  'KoZIzj0CAQYIKoZIzj0DAQcDQgAEPCWtNPvZXxzeT5r/NF0jRYyfhZSYxnFVxSb5prnmR7Zv4SK5bVzPJmJgo7zXpRTB',
  'HkW/tsjmQCMV+n8BfQQb9aNTMFEwHQYDVR0OBBYEFMSTwRa0O0GCTWeo3vt4TGIG2g6eMB8GA1UdIwQYMBaAFMSTwRa0',
  'O0GCTWeo3vt4TGIG2g6eMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgXnGEoRx+ffn3qkughHYeLQPv',
  'lQqZQ4AzgYwX3PYDlqcCIQCxPiTXnLQga5E7R0vNSIh/SFFFiXhr21yYCuOquyONZw==',
].join('');

describe('the summary of a certificate', () => {
  it('reads an RSA certificate, with a year that takes four digits', () => {
    expect(summarizeCertificate(rsaCertificate)).toEqual({
      subject: 'O=Example Charging, CN=SN-1',
      issuer: 'O=Example Charging, CN=SN-1',
      selfIssued: true,
      notBefore: '2026-11-22T20:40:34Z',
      notAfter: '2126-10-29T20:40:34Z',
      key: 'RSA, 2048 bit',
    });
  });

  it('reads an EC certificate with names in UTF-8', () => {
    expect(summarizeCertificate(ecCertificate)).toMatchObject({
      subject: 'C=DE, O=Grüne Säule, CN=bench.local',
      notAfter: '2027-11-22T20:41:19Z',
      key: 'EC, P-256',
    });
  });

  it('answers nothing for bytes that are no certificate', () => {
    expect(summarizeCertificate('')).toBeUndefined();
    expect(summarizeCertificate('not base64!')).toBeUndefined();
    expect(summarizeCertificate(btoa('GET / HTTP/1.1'))).toBeUndefined();
  });

  it('never throws, wherever the bytes are cut off or damaged', () => {
    const whole = atob(ecCertificate);
    for (let length = 0; length < whole.length; length += 1) {
      summarizeCertificate(btoa(whole.slice(0, length)));
      summarizeCertificate(btoa(`${whole.slice(0, length)}\xff${whole.slice(length + 1)}`));
    }
  });
});
