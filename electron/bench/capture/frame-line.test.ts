import { describe, expect, it } from 'vitest';
import type { NewFrame } from '../../../shared/record/frame.ts';
import { createFrameEncoder, readFrameLine } from './frame-line.ts';

const message = {
  role: 'csms',
  connection: 7,
  direction: 'in',
  sender: 'charge-point',
  kind: 'message',
  text: '[2,"1","Heartbeat",{}]',
} as const satisfies NewFrame;

describe('lines of messages', () => {
  const encoder = createFrameEncoder('a-run');
  const read = (frame: NewFrame) =>
    readFrameLine(encoder.encode(frame, 1, 1_700_000_000_000_000, 5).trimEnd());

  it('keep the two directions of a connection apart', () => {
    const answer = { ...message, direction: 'out', sender: 'csms' } as const;
    for (const frame of [message, answer, message, answer])
      expect(read(frame)).toMatchObject(frame);
  });

  it('follow a connection whose station becomes known or changes', () => {
    expect(read(message)?.station).toBeUndefined();
    expect(read({ ...message, station: 'CP "1"' })?.station).toBe('CP "1"');
    expect(read({ ...message, station: 'CP2' })?.station).toBe('CP2');
    expect(read(message)?.station).toBeUndefined();
  });

  it('say which role recorded them, and on which leg', () => {
    const other = { ...message, role: 'charge-point', sender: 'csms' } as const;
    expect(read(message)?.role).toBe('csms');
    expect(read(other)).toMatchObject(other);
    expect(read({ ...message, leg: 'csms-side' })).toMatchObject({ leg: 'csms-side' });
    expect(read(message)?.leg).toBeUndefined();
  });

  it('are right for more connections than are remembered', () => {
    for (let connection = 1; connection <= 20_100; connection += 1) {
      expect(read({ ...message, connection })?.connection).toBe(connection);
    }
  });
});
