/**
 * A cursor over bytes that cannot throw: reading past the end yields zeros and sets `overrun`.
 * Knows nothing of what the bytes mean.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #overrun = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** True once something was read past the end, or `fail` was called. */
  get overrun(): boolean {
    return this.#overrun;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** Marks the content as unreadable for a reason of the caller's. */
  fail(): void {
    this.#overrun = true;
  }

  uint8(): number {
    return this.bytes(1)[0] ?? 0;
  }

  uint16(): number {
    const [high = 0, low = 0] = this.bytes(2);
    return (high << 8) | low;
  }

  /** The next `count` bytes as a view; empty when there are not that many. */
  bytes(count: number): Uint8Array {
    if (count > this.remaining) {
      this.#overrun = true;
      this.#at = this.#bytes.length;
      return new Uint8Array(0);
    }
    const start = this.#at;
    this.#at += count;
    return this.#bytes.subarray(start, this.#at);
  }

  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }
}
