/** Configuration keys whose effect no test at the wire can see, with the reason. */
export const keysWithoutEffect: ReadonlyMap<string, string> = new Map([
  ['AllowCentralSystemTLSWildcards', 'Edition 4 of the whitepaper: known by name, not offered'],
  ['AllowSecurityProfileDowngrade', 'Edition 4 of the whitepaper: known by name, not offered'],
  ['ConnectorPhaseRotation', 'How it is wired to the grid shows in no message'],
  ['ConnectorSwitch3to1PhaseSupported', 'It is false: the charge point switches no phases'],
]);
