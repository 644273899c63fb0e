// behaviour-verdict.mjs MODE RESULT PENDING COUNTS [SECOND]: judges what run.py wrote to RESULT. A case that PENDING lists
// for this mode and that fails counts as skipped; ends with 1 when another one failed. COUNTS receives the three numbers.
// SECOND holds the result of a second try of cases that failed; COUNTS being - prints their names for that try.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [mode, resultFile, pendingFile, countsFile, secondFile = ''] = process.argv.slice(2);
const casesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).cases;
const second = new Map(
  existsSync(secondFile) ? casesIn(secondFile).map((result) => [result.case, result]) : [],
);
const cases = casesIn(resultFile).map((result) => second.get(result.case) ?? result);
/** Each: {case, reason, modes?}; without `modes` it is pending in both. */
const pending = new Map(
  JSON.parse(readFileSync(pendingFile, 'utf8'))
    .filter(({ modes }) => modes === undefined || modes.includes(mode))
    .map((entry) => [entry.case, entry.reason]),
);

const passed = cases.filter(({ ok }) => ok);
const failed = cases.filter((result) => !result.ok && !pending.has(result.case));
const skipped = cases.filter((result) => !result.ok && pending.has(result.case));

if (countsFile === '-') {
  console.log(failed.map(({ case: name }) => name).join(','));
  process.exit(0);
}
console.log();
for (const { case: name } of passed.filter((result) => second.has(result.case))) {
  console.log(`needed a second try: ${name} (${mode})`);
}
for (const { case: name } of passed.filter((result) => pending.has(result.case))) {
  console.log(`passes now, take it off the list of pending cases: ${name} (${mode})`);
}
for (const { case: name } of skipped) console.log(`pending: ${name}: ${pending.get(name)}`);
for (const { case: name, why } of failed) console.log(`FAILED: ${name} (${mode}): ${why}`);
const counts = { passed: passed.length, failed: failed.length, skipped: skipped.length };
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
writeFileSync(countsFile, JSON.stringify(counts));
process.exit(failed.length === 0 ? 0 : 1);
