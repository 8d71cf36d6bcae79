/** How the requirements are written down. Types only. */

/** Whom a requirement binds; `people` are those who run or build the systems. */
export type Bound = 'charge point' | 'CSMS' | 'both' | 'people';

/** Number, whom it binds, its subject in our words, and why no test can observe it. */
export type RequirementRow = readonly [id: string, binds: Bound, subject: string, unseen?: string];
