/** Entry of the screens: providers around the router, or the page that asks for the token. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient, useBenchConnection, watchForFreshToken } from './app/api-client.ts';
import { followBenchEvents } from './app/bench-events.ts';
import { router } from './app/routes.tsx';
import { theme } from './app/theme.ts';
import { TokenPage } from './app/token-page.tsx';

function Application() {
  const { status } = useBenchConnection();
  return status === 'refused' ? <TokenPage /> : <RouterProvider router={router} />;
}

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no element "root".');

watchForFreshToken();
followBenchEvents();
createRoot(container).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <Application />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
