import { describe, expect, it } from 'vitest';
import { type ListenerState, listenerConfiguration } from '../../../shared/api/csms-contract.ts';
import {
  advancedChanges,
  draftOfListener,
  faultsOfDraft,
  listenerServing,
  newListenerDraft,
  numberLimits,
  proposePort,
  reopensPort,
  requestOfDraft,
} from './listener-draft.ts';

function listening(
  port: number,
  profiles: (0 | 1 | 2 | 3)[],
  id = `listener-${port}`,
): ListenerState {
  const settings = listenerConfiguration.parse({ id, port, securityProfiles: profiles });
  return { id, settings, status: 'listening', port, urls: [], connections: 0 };
}

describe('the draft of a listener', () => {
  it('has the same defaults as the contract', () => {
    const draft = { ...newListenerDraft([]), securityProfiles: [1 as const] };
    expect(requestOfDraft(draft)).toEqual(
      listenerConfiguration.parse({ port: 9000, securityProfiles: [1] }),
    );
  });

  it('has the same limits as the contract', () => {
    for (const [field, { min, max }] of Object.entries(numberLimits)) {
      const base = { port: 1, securityProfiles: [0] };
      for (const value of [min, max]) {
        expect(listenerConfiguration.safeParse({ ...base, [field]: value }).success).toBe(true);
      }
      for (const value of [min - 1, max + 1]) {
        expect(listenerConfiguration.safeParse({ ...base, [field]: value }).success).toBe(false);
        expect(faultsOfDraft({ ...newListenerDraft([]), [field]: value })).toEqual({
          [field]: 'number-range',
        });
      }
    }
  });

  it('names what keeps it from being sent', () => {
    expect(faultsOfDraft(newListenerDraft([]))).toEqual({});
    expect(
      faultsOfDraft({ ...newListenerDraft([]), securityProfiles: [], host: ' ', port: '' }),
    ).toEqual({
      securityProfiles: 'profiles-missing',
      host: 'host-missing',
      port: 'number-missing',
    });
  });

  it('of a running listener gives the listener back, so that a change changes only what was changed', () => {
    const running = listening(9000, [2, 3]);
    expect(requestOfDraft(draftOfListener(running))).toEqual(running.settings);
    expect(advancedChanges(draftOfListener(running))).toBe(0);
    expect(advancedChanges({ ...draftOfListener(running), legacyTls: true })).toBe(1);
  });

  it('knows which changes open the port anew', () => {
    const running = listening(9000, [2, 3]);
    const draft = draftOfListener(running);
    expect(reopensPort({ ...draft, securityProfiles: [2], tls13: false }, running)).toBe(false);
    expect(reopensPort({ ...draft, port: 9001 }, running)).toBe(true);
    expect(reopensPort({ ...draft, host: '127.0.0.1' }, running)).toBe(true);
  });

  it('proposes a port that no listener asks for', () => {
    expect(proposePort([])).toBe(9000);
    expect(proposePort([{ port: 9000 }, { port: 9001 }])).toBe(9002);
  });
});

describe('the listener for a profile', () => {
  it('is a listening one that serves it', () => {
    const failed: ListenerState = { ...listening(9001, [3]), status: 'failed' };
    const listeners = [failed, listening(9002, [1]), listening(9003, [1, 2])];
    expect(listenerServing(listeners, 1)?.port).toBe(9003);
    expect(listenerServing(listeners, 3)).toBeUndefined();
  });
});
