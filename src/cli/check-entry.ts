import { judgeFiles } from './check.js';
import type { CheckOptions } from './check-options.js';
import { withJsonResult } from './json-result.js';

/** What the bundle of `check` gives to `main.ts`, which loads it with its compiled code. */
export { plainCheckOptions } from './plain-check.js';

/** `check` as the command line runs it. */
export function runCheck(options: CheckOptions): Promise<number> {
  return options.output === 'json' ? withJsonResult(() => judgeFiles(options)) : judgeFiles(options);
}
