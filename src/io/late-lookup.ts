import type { LateValue } from '../model/text.js';

/** Gives the values that an operation leaves to run time. */
export type LateLookup = (value: LateValue) => string;
