/** Configuration keys whose effect no test at the wire can see, with the reason. */
export const keysWithoutEffect: ReadonlyMap<string, string> = new Map([
  ['AllowCentralSystemTLSWildcards', 'Edition 4 of the whitepaper: known by name, not offered'],
  ['AllowSecurityProfileDowngrade', 'Edition 4 of the whitepaper: known by name, not offered'],
]);
