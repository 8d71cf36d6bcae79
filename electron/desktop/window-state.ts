/**
 * Size, place and theme of the window, kept between runs and fitted to the displays there are.
 * Knows nothing of Electron: pure functions and a schema.
 */
import { z } from 'zod';
import { desktopThemes } from '../../shared/api/desktop.ts';

const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof rectangle>;

export const windowState = z.object({
  version: z.literal(1),
  /** In device-independent pixels, of the window when it is neither maximised nor full screen. */
  bounds: rectangle.optional(),
  maximised: z.boolean(),
  theme: z.enum(desktopThemes),
});
export type WindowState = z.infer<typeof windowState>;

export const initialWindowState: WindowState = { version: 1, maximised: false, theme: 'system' };

/** Smallest size the screens are designed for. */
export const smallestSize = { width: 1024, height: 640 };
const usualSize = { width: 1440, height: 900 };
/** So much of the window's upper edge must be on a display, or nobody can drag it back. */
const grip = { width: 120, height: 32 };

/**
 * The place for the window: where it was if that can still be reached, else the middle of the first display.
 * @param workAreas of all displays, the primary one first
 */
export function placeWindow(
  bounds: Rectangle | undefined,
  workAreas: readonly Rectangle[],
): Rectangle {
  const [primary] = workAreas;
  if (primary === undefined) return bounds ?? { x: 0, y: 0, ...usualSize };
  const reachable = bounds && workAreas.find((area) => gripIsOn(bounds, area));
  if (bounds !== undefined && reachable !== undefined) {
    return { x: bounds.x, y: bounds.y, ...fitSize(bounds, reachable) };
  }
  const { width, height } = fitSize(bounds ?? usualSize, primary);
  return {
    x: primary.x + Math.floor((primary.width - width) / 2),
    y: primary.y + Math.floor((primary.height - height) / 2),
    width,
    height,
  };
}

interface Size {
  width: number;
  height: number;
}

function fitSize(wanted: Size, area: Size): Size {
  return {
    width: Math.min(Math.max(wanted.width, smallestSize.width), area.width),
    height: Math.min(Math.max(wanted.height, smallestSize.height), area.height),
  };
}

function gripIsOn(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth =
    Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const below = bounds.y >= area.y;
  const above = bounds.y + grip.height <= area.y + area.height;
  return visibleWidth >= grip.width && below && above;
}

/** Colour behind the page until it has painted: the page's own background, so that nothing flashes. */
export function backgroundColour(dark: boolean): string {
  return dark ? '#242424' : '#ffffff';
}
