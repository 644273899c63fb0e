// What many.mjs compares with: every file below a folder read with the yaml library and held against the schema of its
// kind, and nothing else. Prints how many documents are invalid.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { validators } from '../../src/generated/validators.js';

const schemas = {
  Deployment: 'V1Deployment',
  StatefulSet: 'V1StatefulSet',
  CronJob: 'V1CronJob',
};
let invalid = 0;
for (const name of readdirSync(process.argv[2], { recursive: true })) {
  if (!name.endsWith('.yaml')) continue;
  const text = readFileSync(join(process.argv[2], name), 'utf8');
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const value = document.toJS();
    if (validators[schemas[value.kind] ?? `V1${value.kind}`](value) === false) invalid += 1;
  }
}
console.log(`${invalid} invalid`);
