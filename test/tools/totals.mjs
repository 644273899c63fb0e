// totals.mjs FOLDER NAME ...: adds up the results that test runs left as FOLDER/NAME.json, prints one line for
// each and, last, the sum; ends with 1 when anything failed. A run that left no result counts as a failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Jest's own result, or the same three counts as test/tools/behaviour.mjs writes them. */
function countsOf(result) {
  if (result.numPassedTests === undefined) return result;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function read(file) {
  try {
    return countsOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
const [folder, ...names] = process.argv.slice(2);
const runs = names.map((name) => ({ name, ...read(join(folder, `${name}.json`)) }));
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
console.log(['', ...runs.map((run) => `(${run.name}: ${line(run)})`), line(total)].join('\n'));
process.exit(total.failed === 0 ? 0 : 1);
