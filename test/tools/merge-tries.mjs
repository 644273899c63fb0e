// merge-tries.mjs EARLIER LATER OUT: results of run.py, a later try of a case in place of the earlier one.
import { readFileSync, writeFileSync } from 'node:fs';

const [earlier, later, out] = process.argv.slice(2);
const casesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).cases;
const cases = new Map([...casesIn(earlier), ...casesIn(later)].map((result) => [result.case, result]));
writeFileSync(out, JSON.stringify({ cases: [...cases.values()] }));
