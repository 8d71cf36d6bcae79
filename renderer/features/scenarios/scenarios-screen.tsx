/** The Scenarios screen: the list, the text of one, and its run. Which ones is in the address. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ScenarioFile } from '../../../shared/api/scenarios-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import texts from '../../components/text.module.css';
import { newScenario } from './drafts.ts';
import { RunPanel } from './run-panel.tsx';
import { ScenarioEditor } from './scenario-editor.tsx';
import { ScenarioList } from './scenario-list.tsx';
import styles from './scenarios.module.css';
import { scenariosWords as words } from './words.ts';

/** One that nobody has saved. */
const unsaved: ScenarioFile = {
  id: '',
  source: 'shipped',
  name: words.newName,
  faulty: false,
  stations: ['cp'],
  text: newScenario,
};

function Chosen({
  id,
  onRun,
  onOpen,
}: {
  id: string;
  onRun: (run: string) => void;
  onOpen: (id: string | undefined) => void;
}) {
  const file = useQuery(orpc.scenarios.get.queryOptions({ input: { id } }));
  return (
    <Loaded query={file} lines={8}>
      {(known) => <ScenarioEditor key={id} file={known} onRun={onRun} onOpen={onOpen} />}
    </Loaded>
  );
}

export function ScenariosScreen() {
  const { scenario, run } = useSearch({ from: '/scenarios' });
  const navigate = useNavigate();
  const entries = useQuery(orpc.scenarios.list.queryOptions());
  const runs = useQuery(orpc.scenarios.runs.queryOptions()).data;
  const chosen = scenario ?? entries.data?.[0]?.id;
  const open = (id: string | undefined) =>
    void navigate({ to: '/scenarios', search: id === undefined ? {} : { scenario: id } });
  const showRun = (id: string) =>
    void navigate({
      to: '/scenarios',
      search: { ...(chosen === undefined ? {} : { scenario: chosen }), run: id },
      replace: true,
    });
  const isNew = chosen === 'new';
  return (
    <div className={styles.parts}>
      <h1 className={texts.hidden}>{words.title}</h1>
      <ScenarioList entries={entries.data ?? []} selected={chosen} onCreate={() => open('new')} />
      <section className={styles.editorPart} aria-label={words.editor(chosen ?? '')}>
        {isNew && <ScenarioEditor key="new" file={unsaved} onRun={showRun} onOpen={open} />}
        {chosen !== undefined && !isNew && <Chosen id={chosen} onRun={showRun} onOpen={open} />}
      </section>
      <div className={styles.runPart}>
        <RunPanel id={run ?? runs?.[0]?.id} onRun={showRun} />
      </div>
    </div>
  );
}
