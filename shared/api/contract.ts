/**
 * The one contract between the bench and everything that talks to it: the UI over WebSocket,
 * scripts over HTTP under `/api`. Knows shapes only; the server implements it, the renderer consumes it.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { benchContract, pkiContract } from './bench-contract.ts';
import { capturesContract } from './captures-contract.ts';
import { chargePointsContract } from './charge-points-contract.ts';
import { csmsContract } from './csms-contract.ts';
import { framesContract } from './frames-contract.ts';

export const contract = {
  bench: benchContract,
  pki: pkiContract,
  csms: csmsContract,
  chargePoints: chargePointsContract,
  frames: framesContract,
  captures: capturesContract,
};

export type BenchClient = ContractRouterClient<typeof contract>;

/** Where the door serves the contract. */
export const apiPath = '/api';
export const rpcSocketPath = '/rpc';
/** First WebSocket sub-protocol of the UI's connection; the second is the token. */
export const rpcSubprotocol = 'benchpoint-rpc-1';
