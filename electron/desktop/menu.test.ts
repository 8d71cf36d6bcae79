import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { type MenuOptions, menuTemplate } from './menu.ts';

function template(changed: Partial<MenuOptions> = {}) {
  const actions = { toPage: vi.fn(), reload: vi.fn(), showDataFolder: vi.fn(), openGuide: vi.fn() };
  const menus = menuTemplate({
    platform: 'linux',
    developerTools: false,
    available: new Set(),
    actions,
    ...changed,
  });
  const items = menus.flatMap(({ submenu }) =>
    // Submenus are given as arrays here, never as built menus.
    Array.isArray(submenu) ? (submenu as MenuItemConstructorOptions[]) : [],
  );
  return { actions, menus, items, roles: items.map(({ role }) => role) };
}

describe('menuTemplate', () => {
  it('greys out what the page does not carry out, and sends it what it does', () => {
    const { items, actions } = template({ available: new Set(['export-capture']) });
    const item = items.find(({ id }) => id === 'export-capture');
    expect(item?.enabled).toBe(true);
    expect(items.find(({ id }) => id === 'import-capture')?.enabled).toBe(false);
    // The click handler uses none of Electron's arguments.
    const click = item?.click as (() => void) | undefined;
    click?.();
    expect(actions.toPage).toHaveBeenCalledExactlyOnceWith('export-capture');
  });

  it('has the editing and zoom roles that the keyboard needs', () => {
    expect(template().roles).toEqual(
      expect.arrayContaining([
        'undo',
        'redo',
        'cut',
        'copy',
        'paste',
        'selectAll',
        'zoomIn',
        'zoomOut',
        'resetZoom',
        'quit',
      ]),
    );
  });

  it('offers developer tools in unpackaged runs only', () => {
    expect(template().roles).not.toContain('toggleDevTools');
    expect(template({ developerTools: true }).roles).toContain('toggleDevTools');
  });

  it('has an application menu on macOS, where File closes the window', () => {
    const { menus, roles } = template({ platform: 'darwin' });
    expect(menus[0]?.role).toBe('appMenu');
    expect(roles).toContain('close');
    expect(roles).not.toContain('quit');
  });

  it('leaves Control+R to the frame list', () => {
    const taken = template().items.map(({ accelerator }) => accelerator);
    expect(taken).not.toContain('CommandOrControl+R');
    expect(template({ developerTools: true }).roles).not.toContain('reload');
  });
});
