/** The shape of words for a failed connection. Apart, so that the words files and their door need not import each other. */

/** Calm and exact, for somebody under time pressure who is no TLS expert. */
export interface ConnectionExplanation {
  title: string;
  meaning: string;
  /** What to do on the charge point, the Central System, the network; absent where there is nothing to do. */
  chargePoint?: string;
  csms?: string;
  network?: string;
}
