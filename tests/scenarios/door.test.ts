/** Scenarios over HTTP, as scripts use them: list, check, run, follow, cancel; problems with their status. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

const text = `version: 1
name: Over HTTP
setUp: { listener: { securityProfiles: [0] }, chargePoints: { cp: {} } }
steps:
  - do: { action: plug-in }
  - expect: { action: StatusNotification }
`;

describe('scenarios over HTTP', () => {
  it('lists the shipped ones and gives the text and the schema', async () => {
    const { body: list } = await opened.api('GET', '/scenarios');
    expect(list.length).toBeGreaterThanOrEqual(10);
    const { body: one } = await opened.api('GET', '/scenarios/wrong-tags');
    expect(one.text).toContain('version: 1');
    const { body: schema } = await opened.api('GET', '/scenario-schema');
    expect(schema.properties).toHaveProperty('steps');
    expect((await opened.api('GET', '/scenarios/none')).status).toBe(404);
  });

  it('checks a text, with the place of each fault', async () => {
    const { body } = await opened.api('POST', '/scenario-check', {
      text: text.replace('plug-in', 'plugin'),
    });
    expect(body).toMatchObject({ valid: false, faults: [{ line: 5, column: 19 }] });
    const refused = await opened.api('POST', '/scenario-runs', { text: 'version: 1' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'scenario-invalid' } });
  });

  it('runs a text, and gives the frames of each step', async () => {
    const started = await opened.api('POST', '/scenario-runs', { text });
    expect(started).toMatchObject({ status: 200, body: { status: 'running', name: 'Over HTTP' } });
    const busy = await opened.api('POST', '/scenario-runs', { text });
    expect(busy).toMatchObject({ status: 409, body: { code: 'scenario-running' } });
    const path = `/scenario-runs/${started.body.id}`;
    let state = started.body;
    // A script has nothing but asking again.
    while (state.endedAt === undefined) {
      await pause(50);
      state = (await opened.api('GET', path)).body;
    }
    expect(state.status).toBe('passed');
    const [seq] = state.steps.at(-1).frames;
    await composed.frame((frame) => frame.seq === seq);
    const { body: frame } = await opened.api('GET', `/frames/${seq}`);
    expect(frame.action).toBe('StatusNotification');
    expect((await opened.api('GET', '/scenario-runs')).body[0].id).toBe(state.id);
    expect((await opened.api('POST', `${path}/cancel`, {})).status).toBe(409);
  });

  it('keeps a text that was saved', async () => {
    const saved = await opened.api('PUT', '/scenarios/mine', { text });
    expect(saved).toMatchObject({ status: 200, body: { source: 'saved', faulty: false } });
    expect((await opened.api('PUT', '/scenarios/wrong-tags', { text })).status).toBe(409);
    expect((await opened.api('DELETE', '/scenarios/mine')).body).toEqual({ deleted: true });
  });

  it('are in the description of the API', async () => {
    const { body } = await opened.api('GET', '/openapi.json');
    expect(body.paths['/scenario-runs']).toHaveProperty('post');
  });
});
