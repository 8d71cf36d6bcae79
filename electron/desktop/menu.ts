/**
 * The native menus as data: which entries there are, what they do, when they are greyed out.
 * Knows nothing of how a command is carried out; that is handed in.
 */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/api/desktop.ts';
import { menuWords } from './words.ts';

export interface MenuActions {
  /** Sends a command to the page. */
  toPage(command: MenuCommand): void;
  reload(): void;
  showDataFolder(): void;
  openGuide(): void;
}

export interface MenuOptions {
  platform: string;
  /** Developer tools are offered in unpackaged runs only. */
  developerTools: boolean;
  /** What the page carries out at the moment; everything else is greyed out. */
  available: ReadonlySet<MenuCommand>;
  actions: MenuActions;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The whole menu bar; build it again when `available` changes. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const menus = [fileMenu(options), editMenu(options), viewMenu(options)];
  const onMac = options.platform === 'darwin';
  const first: MenuItemConstructorOptions[] = onMac ? [{ role: 'appMenu' }] : [];
  return [...first, ...menus, { role: 'windowMenu' }, helpMenu(options)];
}

function pageItem(
  { available, actions }: MenuOptions,
  command: MenuCommand,
  label: string,
  accelerator?: string,
): MenuItemConstructorOptions {
  return {
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    enabled: available.has(command),
    click: () => actions.toPage(command),
  };
}

function fileMenu(options: MenuOptions): MenuItemConstructorOptions {
  const onMac = options.platform === 'darwin';
  return {
    label: menuWords.file,
    submenu: [
      pageItem(options, 'import-capture', menuWords.importCapture, 'CommandOrControl+O'),
      pageItem(options, 'export-capture', menuWords.exportCapture, 'CommandOrControl+S'),
      separator,
      { label: menuWords.showDataFolder, click: () => options.actions.showDataFolder() },
      pageItem(options, 'open-settings', menuWords.settings, 'CommandOrControl+,'),
      separator,
      { role: onMac ? 'close' : 'quit' },
    ],
  };
}

function editMenu(options: MenuOptions): MenuItemConstructorOptions {
  return {
    label: menuWords.edit,
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      separator,
      pageItem(options, 'find', menuWords.find, 'CommandOrControl+F'),
    ],
  };
}

function viewMenu({ actions, developerTools }: MenuOptions): MenuItemConstructorOptions {
  const tools: MenuItemConstructorOptions[] = developerTools
    ? [separator, { role: 'toggleDevTools' }]
    : [];
  return {
    label: menuWords.view,
    submenu: [
      // Not Control+R, which the frame list uses to send a message again.
      { label: menuWords.reload, accelerator: 'F5', click: () => actions.reload() },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The plus sign needs Shift on many keyboards; people press the key without it.
      {
        role: 'zoomIn',
        accelerator: 'CommandOrControl+=',
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...tools,
    ],
  };
}

function helpMenu({ actions, platform }: MenuOptions): MenuItemConstructorOptions {
  // On macOS the application menu has it.
  const about: MenuItemConstructorOptions[] =
    platform === 'darwin' ? [] : [separator, { role: 'about' }];
  return {
    role: 'help',
    label: menuWords.help,
    submenu: [{ label: menuWords.guide, click: () => actions.openGuide() }, ...about],
  };
}
