/** The scenarios by where they come from, each a link; knows nothing of their text. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ScenarioEntry } from '../../../shared/api/scenarios-contract.ts';
import texts from '../../components/text.module.css';
import styles from './scenarios.module.css';
import { scenariosWords as words } from './words.ts';

function Entries({
  title,
  entries,
  selected,
}: {
  title: string;
  entries: readonly ScenarioEntry[];
  selected: string | undefined;
}) {
  return (
    <>
      <h2 className={styles.group}>{title}</h2>
      <ul className={texts.list} aria-label={title}>
        {entries.map(({ id, name, faulty }) => (
          <li key={id}>
            <Link
              to="/scenarios"
              search={{ scenario: id }}
              className={styles.entry}
              activeProps={{}}
              aria-current={id === selected ? 'page' : undefined}
            >
              {name}
              {faulty && <div className={styles.entryNote}>{words.faulty}</div>}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export function ScenarioList({
  entries,
  selected,
  onCreate,
}: {
  entries: readonly ScenarioEntry[];
  selected: string | undefined;
  onCreate: () => void;
}) {
  const saved = entries.filter(({ source }) => source === 'saved');
  const shipped = entries.filter(({ source }) => source === 'shipped');
  return (
    <nav className={styles.list} aria-label={words.list}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={onCreate}
      >
        {words.create}
      </Button>
      <Entries title={words.saved} entries={saved} selected={selected} />
      {saved.length === 0 && <div className={styles.entryNote}>{words.noneSaved}</div>}
      <Entries title={words.shipped} entries={shipped} selected={selected} />
    </nav>
  );
}
