/**
 * The frames of one connection sorted by what they tell, each detail checked at this border: captures come from other
 * programs and other years too, and what does not fit is as good as absent. Judges nothing.
 */
import { z } from 'zod';
import type { ReadFrame } from '../../record/frame.ts';
import type { CertificateView } from '../certificate-rules.ts';

/** What the autopsy is made from. The frames are unmasked: nothing secret leaves it. */
export interface AutopsyInput {
  /** Of one connection, in order. */
  frames: readonly ReadFrame[];
  /** Queries to the bench's own name and time servers from the same address, before the attempt. */
  queries: readonly ReadFrame[];
  /** Reads a certificate: DER in base64; undefined when it is none. */
  certificateOf(der: string): CertificateView | undefined;
}

const values = z.array(z.object({ id: z.number(), name: z.string() }));
const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const address = z.object({ address: z.string(), port: z.number() });
const headers = z.array(z.tuple([z.string(), z.string()]));
const side = z.enum(['charge-point', 'csms', 'network', 'unknown']);
const sender = z.enum(['charge-point', 'csms']);

const shapes = {
  opened: z.object({
    local: address,
    remote: address,
    listener: z.string().optional(),
    url: z.string().optional(),
    fault: z.string().optional(),
  }),
  lookup: z.object({
    host: z.string(),
    addresses: z.array(z.string()),
    durationMs: z.number(),
    error: z.string().optional(),
  }),
  connect: z.object({ remote: address, durationMs: z.number(), error: z.string() }),
  hello: z.object({
    recordVersion: z.string(),
    legacyVersion: z.string(),
    versions: z.array(z.string()),
    suites: values,
    serverName: z.string().optional(),
    groups: values,
    signatureSchemes: values,
    applicationProtocols: z.array(z.string()),
    compressionMethods: z.array(z.number()),
    maxFragmentLength: z.number().optional(),
    byteLength: z.number(),
  }),
  serverHello: z.object({
    message: z.literal('server-hello'),
    version: z.string(),
    suite: z.object({ id: z.number(), name: z.string() }),
    compressionMethod: z.number(),
    group: z.object({ id: z.number(), name: z.string() }).optional(),
    helloRetry: z.literal(true).optional(),
  }),
  certificate: z.object({ message: z.literal('certificate'), chain: z.array(z.string()) }),
  certificateRequest: z.object({
    message: z.literal('certificate-request'),
    authorities: z.array(z.string()),
  }),
  alert: z.object({
    message: z.literal('alert'),
    level: z.enum(['warning', 'fatal']),
    number: z.number(),
    name: z.string(),
  }),
  encryptedAlert: z.object({ message: z.literal('encrypted-alert') }),
  established: z.object({
    version: z.string(),
    suite: z.string(),
    suiteId: z.number().optional(),
    serverName: z.string().optional(),
    handshakeMs: z.number(),
    ownChain: z.array(z.string()).optional(),
    peerChain: z.array(z.string()).optional(),
    peerVerification: z.string().optional(),
    resumed: z.boolean().optional(),
  }),
  failed: z.object({
    stage: z.enum(['name', 'tcp', 'first-byte', 'tls', 'upgrade']),
    code: z.string(),
    side,
    alert: z.object({ number: z.number(), name: z.string(), sentBy: sender }).optional(),
    opensslCode: z.string().optional(),
    verifyCode: z.string().optional(),
    raw: z.string().optional(),
    parameters: parameters.optional(),
  }),
  request: z.object({
    method: z.string(),
    target: z.string(),
    httpVersion: z.string(),
    headers,
  }),
  response: z.object({
    status: z.number(),
    code: z.string(),
    subprotocol: z.string().optional(),
    securityProfile: z.number().optional(),
    headers,
    parameters: parameters.optional(),
  }),
  closed: z.object({
    code: z.string(),
    bytesIn: z.number(),
    bytesOut: z.number(),
    durationMs: z.number(),
  }),
  nameQuery: z.object({ outcome: z.string(), name: z.string(), answers: z.array(z.string()) }),
  timeQuery: z.object({ outcome: z.string(), skewMs: z.number() }),
};

type Shapes = typeof shapes;

/** One thing that the record tells, with the frame that does. */
export interface Told<T> {
  frame: ReadFrame;
  value: T;
}

type ToldOf<Name extends keyof Shapes> = Told<z.infer<Shapes[Name]>>;

const kindOf: Record<keyof Shapes, string> = {
  opened: 'connection-opened',
  lookup: 'name-lookup',
  connect: 'tcp-connect',
  hello: 'client-hello',
  serverHello: 'tls-message',
  certificate: 'tls-message',
  certificateRequest: 'tls-message',
  alert: 'tls-message',
  encryptedAlert: 'tls-message',
  established: 'tls-established',
  failed: 'connection-failed',
  request: 'upgrade-request',
  response: 'upgrade-response',
  closed: 'connection-closed',
  nameQuery: 'name-query',
  timeQuery: 'time-query',
};

export type HelloFacts = z.infer<Shapes['hello']>;
export type EstablishedFacts = z.infer<Shapes['established']>;
export type RequestFacts = z.infer<Shapes['request']>;
export type ResponseFacts = z.infer<Shapes['response']>;

export interface Evidence {
  role: 'csms' | 'charge-point';
  opened: ToldOf<'opened'> | undefined;
  lookup: ToldOf<'lookup'> | undefined;
  connects: ToldOf<'connect'>[];
  hello: ToldOf<'hello'> | undefined;
  /** The last one: after a HelloRetryRequest comes another. */
  serverHello: ToldOf<'serverHello'> | undefined;
  /** Of the Central System, and of the charge point, as they were sent. */
  certificates: { csms?: ToldOf<'certificate'>; 'charge-point'?: ToldOf<'certificate'> };
  certificateRequest: ToldOf<'certificateRequest'> | undefined;
  alerts: ToldOf<'alert'>[];
  encryptedAlerts: ToldOf<'encryptedAlert'>[];
  /** Handshake messages were recorded. */
  inFull: boolean;
  established: ToldOf<'established'> | undefined;
  failed: ToldOf<'failed'> | undefined;
  request: ToldOf<'request'> | undefined;
  response: ToldOf<'response'> | undefined;
  messages: ReadFrame[];
  closed: ToldOf<'closed'> | undefined;
  nameQueries: ToldOf<'nameQuery'>[];
  timeQueries: ToldOf<'timeQuery'>[];
  tampered: boolean;
  certificateOf: AutopsyInput['certificateOf'];
}

/** Sorts the frames of a connection. */
export function gatherEvidence({ frames, queries, certificateOf }: AutopsyInput): Evidence {
  function all<Name extends keyof Shapes>(name: Name, among = frames): ToldOf<Name>[] {
    return among.flatMap((frame) => {
      if (frame.kind !== kindOf[name]) return [];
      const read = shapes[name].safeParse(frame.detail);
      // The shape was looked up by the same name as its type.
      return read.success ? [{ frame, value: read.data } as ToldOf<Name>] : [];
    });
  }
  const certificates = all('certificate');
  const sentBy = (who: string) => certificates.find(({ frame }) => frame.sender === who);
  const ofCsms = sentBy('csms');
  const ofChargePoint = sentBy('charge-point');
  return {
    role: frames.some(({ role }) => role === 'charge-point') ? 'charge-point' : 'csms',
    opened: all('opened')[0],
    lookup: all('lookup')[0],
    connects: all('connect'),
    hello: all('hello')[0],
    serverHello: all('serverHello').at(-1),
    certificates: {
      ...(ofCsms && { csms: ofCsms }),
      ...(ofChargePoint && { 'charge-point': ofChargePoint }),
    },
    certificateRequest: all('certificateRequest')[0],
    alerts: all('alert'),
    encryptedAlerts: all('encryptedAlert'),
    inFull: frames.some(({ kind }) => kind === 'tls-message'),
    established: all('established')[0],
    failed: all('failed')[0],
    request: all('request')[0],
    response: all('response').at(-1),
    messages: frames.filter(({ kind }) => kind === 'message'),
    closed: all('closed')[0],
    nameQueries: all('nameQuery', queries),
    timeQueries: all('timeQuery', queries),
    tampered: frames.some(({ flags }) => flags?.includes('tampered') ?? false),
    certificateOf,
  };
}
