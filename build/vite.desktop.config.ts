/** The main process of the desktop shell, an ES module. */
import { defineConfig } from 'vite';
import { desktopEntry } from './desktop-entry.ts';

export default defineConfig(desktopEntry({ name: 'main', format: 'es', isFirst: true }));
