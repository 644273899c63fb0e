/** What the bundle of `check` gives to `main.ts`, which loads it with its compiled code. */
export { runCheck } from './check.js';
export { plainCheckOptions } from './plain-check.js';
