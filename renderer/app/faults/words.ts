/** Sentences of the banner while a fault is on. */

export const faultBannerWords = {
  title: 'A fault is shown on purpose',
  titleOfMany: (value: number) => `${value} faults are shown on purpose`,
  text: (name: string, fault: string) => `${name}: ${fault}`,
  switchOff: 'Switch off',
  switchOffOf: (name: string) => `Switch off the fault of ${name}`,
  open: 'What came of it',
};
