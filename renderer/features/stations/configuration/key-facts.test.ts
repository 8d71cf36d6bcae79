import { describe, expect, it } from 'vitest';
import { explanation, keysShown, missingCoreKeys, standardKey } from './key-facts.ts';

const heartbeat = { key: 'heartbeatinterval', readonly: false, value: '300' };
const own = { key: 'AcmeBrightness', readonly: false, value: '7' };
const profiles = { key: 'SupportedFeatureProfiles', readonly: true, value: 'Core' };

describe('what is known of configuration keys', () => {
  it('finds a standard key however it is spelled (CiString50)', () => {
    const key = standardKey('heartbeatinterval');
    expect(key?.name).toBe('HeartbeatInterval');
    expect(key && explanation(key)).toMatch(/integer, s; RW; OCPP 1\.6 §9\.1\.\d+\./);
  });

  it('filters by name, value and meaning', () => {
    const keys = [profiles, heartbeat, own];
    expect(keysShown(keys, '300', 'all')).toEqual([heartbeat]);
    expect(keysShown(keys, '', 'writable')).toEqual([own, heartbeat]);
    expect(keysShown(keys, '', 'custom')).toEqual([own]);
  });

  it('names the required Core keys that were not reported', () => {
    const missing = missingCoreKeys([heartbeat, profiles]);
    expect(missing).toContain('NumberOfConnectors');
    expect(missing).not.toContain('HeartbeatInterval');
  });
});
