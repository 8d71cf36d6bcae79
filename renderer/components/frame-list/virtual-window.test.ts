import { describe, expect, it } from 'vitest';
import {
  exactEndPx,
  isAtEnd,
  lastTop,
  longestContentPx,
  longestStepPx,
  physicalFromTop,
  physicalHeight,
  rowsInView,
  rowsPerPage,
  topAfterScroll,
  topFromPhysical,
  topThatShows,
  type WindowGeometry,
} from './virtual-window.ts';

const short: WindowGeometry = { rowCount: 1_000, rowHeight: 24, viewportHeight: 700 };
const long: WindowGeometry = { rowCount: 5_000_000, rowHeight: 24, viewportHeight: 700 };
const lastPhysical = longestContentPx - long.viewportHeight;

describe('a list that fits a browser element', () => {
  it('scrolls one to one', () => {
    expect(physicalHeight(short)).toBe(24_000);
    expect(topFromPhysical(short, 12_345)).toBe(12_345);
    expect(topAfterScroll(short, 0, 0, 20_000)).toBe(20_000);
  });

  it('lays out what is in sight, partly hidden rows included', () => {
    expect(rowsInView(short, 30)).toEqual({ first: 1, count: 30, offset: -6 });
    expect(rowsInView(short, lastTop(short))).toMatchObject({ first: 970, count: 30 });
  });

  it('lays out nothing when empty and everything when shorter than the viewport', () => {
    expect(rowsInView({ ...short, rowCount: 0 }, 0)).toEqual({ first: 0, count: 0, offset: 0 });
    expect(rowsInView({ ...short, rowCount: 3 }, 500)).toEqual({ first: 0, count: 3, offset: 0 });
  });
});

describe('five million rows', () => {
  it('stay far below the height at which browsers cap an element', () => {
    expect(physicalHeight(long)).toBe(longestContentPx);
  });

  it('reach the very last row at the end of the scroll bar', () => {
    const { first, count } = rowsInView(long, topFromPhysical(long, lastPhysical));
    expect(first + count).toBe(5_000_000);
  });

  it('map the middle of the scroll bar to the middle of the list', () => {
    const { first } = rowsInView(long, topFromPhysical(long, lastPhysical / 2));
    expect(Math.abs(first - 2_500_000)).toBeLessThan(30);
  });

  it('map back and forth without drift', () => {
    for (const share of [0, 0.001, 0.0249, 0.03, 0.25, 0.5, 0.75, 0.97, 0.99, 1]) {
      const physical = share * lastPhysical;
      expect(physicalFromTop(long, topFromPhysical(long, physical))).toBeCloseTo(physical, 4);
    }
  });

  it('map monotonically and without a jump where the exact ends meet the middle', () => {
    for (const seam of [exactEndPx, lastPhysical - exactEndPx]) {
      const before = topFromPhysical(long, seam - 1);
      const after = topFromPhysical(long, seam + 1);
      expect(after).toBeGreaterThan(before);
      expect(after - before).toBeLessThan(40);
    }
  });

  it('move by as much as the wheel turns, anywhere in the list', () => {
    const top = 60_000_000;
    const physical = physicalFromTop(long, top);
    expect(topAfterScroll(long, top, physical, physical + 100)).toBe(top + 100);
    expect(topAfterScroll(long, top, physical, physical - 100)).toBe(top - 100);
  });

  it('jump when the thumb is dragged', () => {
    const physical = physicalFromTop(long, 60_000_000);
    const dragged = physical + longestStepPx + 1;
    expect(topAfterScroll(long, 60_000_000, physical, dragged)).toBe(
      topFromPhysical(long, dragged),
    );
  });

  it('let a wheel reach both ends exactly', () => {
    let top = 2_400;
    let physical = physicalFromTop(long, top);
    while (physical > 0) {
      const next = Math.max(0, physical - 100);
      top = topAfterScroll(long, top, physical, next);
      physical = next;
    }
    expect(top).toBe(0);
  });

  it('never leave the list however a scroll event is off', () => {
    expect(topAfterScroll(long, 50, 200, 0)).toBe(0);
    expect(topFromPhysical(long, -50)).toBe(0);
    expect(topFromPhysical(long, 10 * lastPhysical)).toBe(lastTop(long));
  });
});

describe('showing a row', () => {
  it('stays where it is when the row is in sight', () => {
    expect(topThatShows(short, 240, 12)).toBe(240);
  });

  it('moves as little as needed up and down', () => {
    expect(topThatShows(short, 240, 9)).toBe(216);
    expect(topThatShows(short, 0, 29)).toBe(20);
  });

  it('puts a far row in the middle when asked', () => {
    const top = topThatShows(long, 0, 4_000_000, 'center');
    const { first, count } = rowsInView(long, top);
    expect(Math.abs(first + count / 2 - 4_000_000)).toBeLessThan(2);
  });

  it('moves a page by the rows that fit completely', () => {
    expect(rowsPerPage(short)).toBe(29);
    expect(rowsPerPage({ ...short, viewportHeight: 5 })).toBe(1);
  });

  it('knows when the last row is in sight', () => {
    expect(isAtEnd(long, lastTop(long))).toBe(true);
    expect(isAtEnd(long, lastTop(long) - 24)).toBe(false);
    expect(isAtEnd({ ...short, rowCount: 0 }, 0)).toBe(true);
  });
});
