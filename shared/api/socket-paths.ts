/**
 * Where the door serves the contract and how the screens' WebSocket introduces itself.
 * Constants only, so that the screens can use them without loading any schema.
 */
export const apiPath = '/api';
export const rpcSocketPath = '/rpc';
/** First WebSocket sub-protocol of the UI's connection; the second is the token. */
export const rpcSubprotocol = 'benchpoint-rpc-1';
