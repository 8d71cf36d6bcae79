/** The preload script, built after the main process into the same folder: one CommonJS file. */
import { defineConfig } from 'vite';
import { desktopEntry } from './desktop-entry.ts';

export default defineConfig(desktopEntry({ name: 'preload', format: 'cjs', isFirst: false }));
