/** Words of the form of an action and of the payloads that are kept. */
export const formWords = {
  view: 'How to write the payload',
  form: 'Form',
  json: 'JSON',
  onlyJson: 'The form needs a JSON object. Correct the text under JSON.',
  noForm: 'There is no schema for this action, so it has no form. Write it as JSON.',
  formOf: (action: string) => `Form of ${action}`,
  empty: 'This action has no fields: it is sent with an empty payload.',
  notGiven: 'not given',
  otherType: 'Of another type; change it under JSON.',
  now: 'Now',
  nowFor: (name: string) => `Now as ${name}`,
  item: (list: string, position: number) => `${list} ${position}`,
  add: (name: string) => `Add ${name}`,
  addTo: (list: string) => `Add to ${list}`,
  leaveOut: (name: string) => `Leave ${name} out`,
  remove: (name: string) => `Remove ${name}`,
  strangers: (names: string) => `Kept, though not in the schema: ${names}`,
  fits: 'Fits the schema',
  departs: (count: number) =>
    count === 1 ? '1 departure from the schema' : `${count} departures from the schema`,
};

export const keptWords = {
  recent: 'Recent',
  recentHint: 'Payloads that were sent to this station',
  noRecent: 'Nothing of this action was sent yet.',
  masked: 'a secret was taken out',
  saved: 'Saved',
  savedHint: 'Payloads saved under a name, for all stations',
  noSaved: 'No payload of this action is saved.',
  save: 'Save this payload …',
  saveTitle: (action: string) => `Save a payload of ${action}`,
  name: 'Name',
  nameHint: 'A payload of the same name is replaced.',
  confirm: 'Save',
  remove: (name: string) => `Delete ${name}`,
};
