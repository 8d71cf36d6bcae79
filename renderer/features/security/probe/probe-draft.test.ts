import { describe, expect, it } from 'vitest';
import { probeRequest } from '../../../../shared/api/probe-contract.ts';
import { draftOf, emptyDraft, isReady, requestOf } from './probe-draft.ts';

const draft = { ...emptyDraft, url: ' wss://csms.example/ocpp ' };

describe('the form of a probe', () => {
  it('makes a request the bench takes, with what was typed and nothing else', () => {
    const plain = requestOf(draft);
    expect(probeRequest.parse(plain)).toMatchObject({ url: 'wss://csms.example/ocpp' });
    expect(plain).not.toHaveProperty('identity');
    const full = requestOf({
      ...draft,
      identity: 'CP-1',
      password: '00ff00ff00ff00ff00ff00ff00ff00ff',
      passwordForm: 'hex',
      certificate: 'client:CP-1',
      connectTo: '[::1]:8443',
    });
    expect(probeRequest.parse(full)).toMatchObject({
      authorizationKeyHex: '00ff00ff00ff00ff00ff00ff00ff00ff',
      certificateId: 'client:CP-1',
      connectTo: { host: '::1', port: 8443 },
    });
  });

  it('a password without an identity goes nowhere', () => {
    expect(requestOf({ ...draft, password: 'secret' })).not.toHaveProperty('password');
  });

  it('waits for a host, and for both halves of a pasted certificate', () => {
    expect(isReady(emptyDraft)).toBe(false);
    expect(isReady(draft)).toBe(true);
    expect(isReady({ ...draft, certificate: 'paste', certPem: 'x' })).toBe(false);
  });

  it('a target probed before comes back without its secrets', () => {
    const target = {
      ...{ url: 'wss://csms.example/ocpp', identity: 'CP-1', systemRoots: true },
      ...{ hasPassword: true, hasCertificate: false, connectTo: { host: '192.0.2.1', port: 8443 } },
    };
    expect(draftOf(target)).toMatchObject({
      identity: 'CP-1',
      password: '',
      systemRoots: true,
      connectTo: '192.0.2.1:8443',
    });
  });
});
