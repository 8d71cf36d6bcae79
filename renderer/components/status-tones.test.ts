import { expect, it } from 'vitest';
import { connectorTone } from './status-tones.ts';

it('a connector status that OCPP does not have is neutral', () => {
  expect(connectorTone('constructor')).toBe('off');
  expect(connectorTone('Faulted')).toBe('error');
});
