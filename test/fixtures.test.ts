import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compileFixture, type Fixture, readFixtures } from './support/fixture.js';
import { expectedFiles, type Files } from './support/fixture-outputs.js';
import { callsOfPlan, callsOfScript, syntaxErrors } from './support/script-calls.js';

/**
 * The golden cases: fixtures/GROUP/CASE/input.yaml, and beside it all that is made of it. `npm run fixtures` writes
 * the expected files anew: read the difference before committing it.
 */
const inputs = ['input.yaml', 'options.json'];

function filesBelow(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !inputs.includes(name) && statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function write(folder: string, files: Files): void {
  for (const name of readdirSync(folder))
    if (!inputs.includes(name)) rmSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const fixtures = readFixtures();
const isUpdate = process.env.UPDATE_FIXTURES === '1';

describe('fixtures', () => {
  test.each(fixtures)('$name', (fixture) => {
    const folder = `fixtures/${fixture.name}`;
    const files = expectedFiles(fixture);
    if (isUpdate) write(folder, files);
    // Missing and stray files both differ.
    expect(filesBelow(folder)).toEqual(files);
  });
});

describe('a second run, a byte order mark and CRLF change nothing', () => {
  test.each(fixtures)('$name', (fixture) => {
    const files = expectedFiles(fixture);
    expect(expectedFiles(fixture)).toEqual(files);
    expect(expectedFiles({ ...fixture, text: `\uFEFF${fixture.text}` })).toEqual(files);
    const crlf = fixture.text.replaceAll(/\r?\n/g, '\r\n');
    expect(expectedFiles({ ...fixture, text: crlf })).toEqual(files);
  });
});

const script = (fixture: Fixture): string | undefined => expectedFiles(fixture)['commands.sh'];
const withScript = fixtures.filter((fixture) => script(fixture) !== undefined);

describe('the script', () => {
  test('is what sh can read, in every case', () => {
    expect(syntaxErrors(withScript.map(({ name }) => `fixtures/${name}/commands.sh`))).toBe('');
  });
  test.each(withScript)('$name: calls Podman as apply --no-supervise does', (fixture) => {
    const { planned } = compileFixture(fixture, { output: 'script', supervised: false });
    const run = compileFixture(fixture, { output: 'run', supervised: false });
    // Secret files are Podman secrets in what people keep (design decision 10), and a volume in what runs.
    const secrets = (plan: typeof planned): number =>
      plan.plan.operations.filter(({ op }) => op === 'secret.create').length;
    const wanted = secrets(planned) === secrets(run.planned) ? run.planned : planned;
    expect(callsOfScript(script(fixture) ?? '')).toEqual(callsOfPlan(wanted.plan));
  });
});
