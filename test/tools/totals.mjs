// totals.mjs FOLDER NAME ...: adds up the results that test runs left as FOLDER/NAME.json. Prints every failed test with
// its message, one line for each run and, last, the sum; ends with 1 when anything failed. A run that left no result
// counts as a failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const longestMessage = 40;

/** Jest's own result, or the same three counts as test/tools/behaviour-verdict.mjs writes them. */
function countsOf(result) {
  if (result.numPassedTests === undefined) return result;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: result.testResults.flatMap(failuresOf),
  };
}

/** Names and messages of a test file's failures; a file that could not even be loaded has only a message. */
function failuresOf({ name, assertionResults, message }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return assertionResults.length === 0 && message !== '' ? [{ name, message }] : [];
  return failed.map(({ fullName, failureMessages }) => ({
    name: fullName,
    message: failureMessages.join('\n'),
  }));
}

function read(file) {
  try {
    return countsOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [{ name: 'the run', message: `left no ${file}` }] };
  }
}

/** Without colours and the calls inside of jest. */
function shortened(message) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const lines = message.replaceAll(/\u001b\[[0-9;]*m/g, '').split('\n');
  const own = lines.filter((line) => !/^\s+at .*(?:node_modules|<anonymous>)/.test(line));
  return own.slice(0, longestMessage).map((line) => `    ${line}`);
}

const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
const [folder, ...names] = process.argv.slice(2);
const runs = names.map((name) => ({ name, ...read(join(folder, `${name}.json`)) }));
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
for (const { name, failures = [] } of runs) {
  for (const failure of failures) {
    console.log([`\nFAILED (${name}): ${failure.name}`, ...shortened(failure.message)].join('\n'));
  }
}
console.log(['', ...runs.map((run) => `(${run.name}: ${line(run)})`), line(total)].join('\n'));
process.exit(total.failed === 0 ? 0 : 1);
