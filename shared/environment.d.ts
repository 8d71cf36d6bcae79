/**
 * What Node and every browser have in common and the language library does not declare.
 * `shared` compiles against this file only, so that it cannot reach for Node or the DOM.
 */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class URL {
  static canParse(url: string, base?: string): boolean;
  constructor(url: string, base?: string);
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly href: string;
  readonly username: string;
  readonly password: string;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
