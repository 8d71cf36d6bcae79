/** Puts the theme of the bench's settings on the page and on the desktop window around it. */
import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { desktopHost } from '../components/desktop-host.ts';
import { orpc } from './api-client.ts';

export function useAppliedTheme(): void {
  const theme = useQuery(orpc.bench.settings.queryOptions()).data?.theme;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (theme === undefined) return;
    setColorScheme(theme === 'system' ? 'auto' : theme);
    void desktopHost()?.setTheme(theme);
  }, [theme, setColorScheme]);
}
