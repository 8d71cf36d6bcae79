/**
 * A tab as a person has it open, with an ear on everything that must never happen in it: errors in the console,
 * violations of the CSP, dialogs, requests to other places. Knows no screen.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface Size {
  width: number;
  height: number;
}

export const wide: Size = { width: 1440, height: 900 };
export const narrow: Size = { width: 1024, height: 700 };

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page so far, one line each; empty is good. */
  complaints: string[];
  /** Every WebSocket message the page received so far, one after the other. */
  received(): string;
  close(): Promise<void>;
}

export interface VisitOptions {
  size?: Size;
  theme?: 'light' | 'dark';
}

/** A condition that holds soon or never does. */
export const patienceMs = 10_000;

function listen(page: Page, origin: string, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || ['data:', 'blob:'].includes(url.protocol);
    if (!isOwn) complaints.push(`request to ${url.origin}`);
  });
}

/** Opens an address in a tab without any past. */
export async function visit(
  browser: Browser,
  url: string,
  { size = wide, theme = 'light' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  const messages: string[] = [];
  listen(page, new URL(url).origin, complaints);
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => messages.push(String(payload)));
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`CSP ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  return {
    page,
    context,
    complaints,
    received: () => messages.join('\n'),
    close: () => context.close(),
  };
}
