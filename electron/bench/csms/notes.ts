/**
 * The notes on stations between memory and store: read once, written together a moment after they changed.
 * Knows the shapes of the documents, not what they follow from.
 */
import {
  type ReceivedSecurityEvent,
  type RecentCall,
  receivedSecurityEvent,
  recentCall,
} from '../../../shared/api/csms-station-contract.ts';
import type { StationNoteStore } from '../store/station-notes.ts';
import { type DocumentTopic, emptyDocuments, type StationDocuments } from './knowledge.ts';
import type { Station } from './stations.ts';

export interface Notes {
  document<T extends DocumentTopic>(station: Station, topic: T): StationDocuments[T];
  /** Puts a document in place of the one before; written within a moment. */
  change<T extends DocumentTopic>(station: Station, topic: T, content: StationDocuments[T]): void;
  addSecurityEvent(station: Station, event: Omit<ReceivedSecurityEvent, 'id'>): void;
  securityEvents(station: Station, limit: number): ReceivedSecurityEvent[];
  addRecentCall(station: Station, call: Omit<RecentCall, 'id'>): void;
  recentCalls(station: Station, action: string | undefined): RecentCall[];
  forget(station: Station): void;
  /** Writes what waits. */
  flush(): void;
}

const writeSoonMs = 200;
const retryMs = 5000;
/** When nothing can be written, memory is not the place for everything. */
const mostWaiting = 20_000;
const keptCalls = 50;

function rows<T>(
  list: { id: number; content: unknown }[],
  read: (value: unknown) => T | undefined,
): T[] {
  return list.flatMap(({ id, content }) => {
    const row = read({ ...Object(content), id });
    return row === undefined ? [] : [row];
  });
}

/** @param onError told when what waits could not be written; it is tried again. */
export function createNotes(store: StationNoteStore, onError: (error: unknown) => void): Notes {
  let waiting: (() => void)[] = [];
  const documents = new Map<string, () => void>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 && documents.size === 0) return;
    store.inOneCommit(() => {
      for (const write of [...waiting, ...documents.values()]) write();
    });
    waiting = [];
    documents.clear();
  }

  function tryFlush(): void {
    try {
      flush();
    } catch (error) {
      // A full disk, for example: what waits is kept, and the bench goes on.
      onError(error);
      timer = setTimeout(tryFlush, retryMs).unref();
    }
  }

  function soon(): void {
    timer ??= setTimeout(tryFlush, writeSoonMs).unref();
  }

  function later(write: () => void): void {
    if (waiting.length < mostWaiting) waiting.push(write);
    soon();
  }

  return {
    document(station, topic) {
      const known = station.knowledge.documents[topic];
      if (known !== undefined) return known;
      // The store holds what `change` wrote under the same topic; a first look finds nothing.
      const stored = store.readDocument(station.stored.id, topic) as
        | StationDocuments[typeof topic]
        | undefined;
      const content = stored ?? emptyDocuments[topic];
      station.knowledge.documents[topic] = content;
      return content;
    },
    change(station, topic, content) {
      station.knowledge.documents[topic] = content;
      const { id } = station.stored;
      documents.set(`${topic} ${id}`, () => store.writeDocument(id, topic, content));
      soon();
    },
    addSecurityEvent(station, event) {
      const { id } = station.stored;
      later(() => store.securityEvents.add(id, event));
    },
    securityEvents(station, limit) {
      tryFlush();
      return rows(store.securityEvents.ofStation(station.stored.id, limit), (row) => {
        const parsed = receivedSecurityEvent.safeParse(row);
        return parsed.data;
      });
    },
    addRecentCall(station, call) {
      const { id } = station.stored;
      later(() => store.recentCalls.add(id, call));
    },
    recentCalls(station, action) {
      tryFlush();
      return rows(
        store.recentCalls.ofStation(station.stored.id, keptCalls),
        (row) => recentCall.safeParse(row).data,
      ).filter((call) => action === undefined || call.action === action);
    },
    forget(station) {
      tryFlush();
      store.forget(station.stored.id);
    },
    flush: tryFlush,
  };
}
