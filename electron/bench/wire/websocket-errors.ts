/**
 * What the errors of `ws` mean: our code of the violation and the close code of RFC 6455 §7.4.1 that answers it.
 * Knows nothing of connections.
 */

export interface WebSocketViolation {
  code: string;
  closeCode: number;
}

const violations = new Map<string, WebSocketViolation>([
  ['WS_ERR_EXPECTED_FIN', { code: 'fragmented-control-frame', closeCode: 1002 }],
  ['WS_ERR_EXPECTED_MASK', { code: 'unmasked-frame', closeCode: 1002 }],
  ['WS_ERR_UNEXPECTED_MASK', { code: 'masked-frame', closeCode: 1002 }],
  ['WS_ERR_INVALID_CLOSE_CODE', { code: 'invalid-close-code', closeCode: 1002 }],
  ['WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH', { code: 'control-frame-length', closeCode: 1002 }],
  ['WS_ERR_INVALID_OPCODE', { code: 'invalid-opcode', closeCode: 1002 }],
  ['WS_ERR_INVALID_UTF8', { code: 'invalid-utf8', closeCode: 1007 }],
  ['WS_ERR_TOO_MANY_BUFFERED_PARTS', { code: 'too-many-fragments', closeCode: 1008 }],
  ['WS_ERR_UNEXPECTED_RSV_1', { code: 'reserved-bits-set', closeCode: 1002 }],
  ['WS_ERR_UNEXPECTED_RSV_2_3', { code: 'reserved-bits-set', closeCode: 1002 }],
  ['WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH', { code: 'message-too-large', closeCode: 1009 }],
  ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', { code: 'message-too-large', closeCode: 1009 }],
]);

/** The violation behind an error of `ws`, or undefined when it is not about what the peer sent. */
export function violationOf(error: NodeJS.ErrnoException): WebSocketViolation | undefined {
  return error.code === undefined ? undefined : violations.get(error.code);
}
