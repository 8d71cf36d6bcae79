/**
 * The signing requests that are kept, the newest first, with what became of each. In memory and written together a moment
 * after a change; the frames are in the record at once. Knows shapes, not what follows from them.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { certificateRuleLine } from '../../../../shared/api/certificate-desk-schemas.ts';
import {
  requestForm,
  type SigningState,
  type SigningStepCode,
  signingRequestView,
  signingStates,
  signingStep,
} from '../../../../shared/api/signing-requests-contract.ts';
import type { SigningRequestStore } from '../../store/signing-requests.ts';
import { isoTime } from '../stations.ts';

const issuedCertificate = z.object({
  certificatePem: z.string(),
  /** Sub-authorities, leaf side first. */
  chain: z.array(z.string()),
  rootPem: z.string().optional(),
  by: z.enum(['bench', 'foreign']),
  fingerprintSha256: z.string(),
  serialNumber: z.string(),
  notBefore: z.string(),
});
export type IssuedCertificate = z.infer<typeof issuedCertificate>;

const keptRequest = z.object({
  id: z.string(),
  station: z.string(),
  receivedAt: z.string(),
  seq: z.number(),
  capture: z.string().optional(),
  csr: z.string(),
  form: requestForm,
  request: signingRequestView.optional(),
  unreadable: z.string().optional(),
  rules: z.array(certificateRuleLine),
  state: z.enum(signingStates),
  answer: z.enum(['Accepted', 'Rejected']).optional(),
  steps: z.array(signingStep),
  issued: issuedCertificate.optional(),
  /** Goes out as soon as the station is back. */
  sendWhenConnected: z.boolean().default(false),
});
export type KeptRequest = z.infer<typeof keptRequest>;

export interface RequestList {
  /** The newest first. */
  all(): readonly KeptRequest[];
  ofStation(station: string): KeptRequest[];
  find(id: string): KeptRequest | undefined;
  add(request: KeptRequest): void;
  /** To be called after every change of a request. */
  changed(request: KeptRequest): void;
  remove(id: string): boolean;
  /** Writes what waits. */
  close(): void;
}

const mostRequests = 1000;
const mostSteps = 60;
const saveSoonMs = 100;
const retryMs = 5000;

const openStates: readonly SigningState[] = ['waiting', 'signed', 'sending'];

export interface RequestListParts {
  store: SigningRequestStore;
  moved(): void;
  onError(error: unknown): void;
}

function load(store: SigningRequestStore): KeptRequest[] {
  return store.all().flatMap(({ content }) => {
    const read = keptRequest.safeParse(content);
    if (!read.success) return [];
    // The bench ended while it waited for the answer.
    const state = read.data.state === 'sending' ? 'unanswered' : read.data.state;
    return [{ ...read.data, state }];
  });
}

/** Reads nothing until somebody asks. */
export function createRequestList({ store, moved, onError }: RequestListParts): RequestList {
  let loaded: KeptRequest[] | undefined;
  const waiting = new Set<KeptRequest>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function requests(): KeptRequest[] {
    loaded ??= load(store);
    return loaded;
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    try {
      const rows = [...waiting].filter((one) => requests().includes(one));
      store.save(
        rows.map((content) => ({
          ...{ id: content.id, station: content.station, receivedAt: content.receivedAt },
          content,
        })),
      );
      waiting.clear();
    } catch (error) {
      // A full disk, for example: what waits is kept, and the bench goes on.
      onError(error);
      if (!isClosed) timer = setTimeout(save, retryMs).unref();
    }
  }

  function saveSoon(request: KeptRequest): void {
    waiting.add(request);
    if (isClosed) save();
    else timer ??= setTimeout(save, saveSoonMs).unref();
  }

  /** Those that nobody waits for go first. */
  function prune(): void {
    const list = requests();
    if (list.length <= mostRequests) return;
    const oldest = list.findLast(({ state }) => !openStates.includes(state)) ?? list.at(-1);
    if (oldest === undefined) return;
    list.splice(list.indexOf(oldest), 1);
    store.remove([oldest.id]);
  }

  return {
    all: requests,
    ofStation: (station) => requests().filter((one) => one.station === station),
    find: (id) => requests().find((one) => one.id === id),
    add(request) {
      requests().unshift(request);
      saveSoon(request);
      prune();
      moved();
    },
    changed(request) {
      saveSoon(request);
      moved();
    },
    remove(id) {
      const list = requests();
      const index = list.findIndex((one) => one.id === id);
      if (index < 0) return false;
      list.splice(index, 1);
      store.remove([id]);
      moved();
      return true;
    },
    close() {
      save();
      isClosed = true;
    },
  };
}

type StepParameters = KeptRequest['steps'][number]['parameters'];

/** Adds a step; the very same again only counts, so that a charger that comes and goes fills no list. */
export function addStep(
  request: KeptRequest,
  code: SigningStepCode,
  at: { nowMs: number; capture?: string | undefined },
  parameters: StepParameters = {},
  frames: readonly number[] = [],
): void {
  const last = request.steps.at(-1);
  const { capture } = at;
  const step = {
    ...{ code, at: isoTime(at.nowMs), frames: [...frames], parameters },
    ...(capture === undefined ? {} : { capture }),
  };
  const { times = 1, ...before } = last?.parameters ?? {};
  if (last?.code === code && isDeepStrictEqual(before, parameters)) {
    const again = { ...step, parameters: { ...parameters, times: Number(times) + 1 } };
    request.steps.splice(-1, 1, again);
    return;
  }
  request.steps = [...request.steps, step].slice(-mostSteps);
}
