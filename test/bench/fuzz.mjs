// Judges manifests with random accidents; none may fail or take long: node test/bench/fuzz.mjs [manifests] [seed]
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [count = '100000', seed = '1'] = process.argv.slice(2);
const folder = 'fixtures/validation';
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/^---\n/m));

// Within the project, where the modules that stay outside of the bundle are found.
const out = await mkdtemp(join(process.cwd(), 'node_modules', '.fuzz-'));
const modules = {
  collect: 'src/diagnostics/collect.ts',
  parse: 'src/phases/1-parse.ts',
  validate: 'src/phases/2-validate.ts',
  mutate: 'test/support/mutate.ts',
  situation: 'test/phases/situation.ts',
};
const lines = Object.entries(modules).map(([, file]) => `export * from './${file}';`);
await build({
  stdin: { contents: lines.join('\n'), resolveDir: process.cwd(), loader: 'ts' },
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  outfile: join(out, 'fuzz.mjs'),
  logLevel: 'error',
});
const { createCollector, parse, validate, mutate, numbersFrom, situation } = await import(
  pathToFileURL(join(out, 'fuzz.mjs'))
).finally(() => rm(out, { recursive: true }));

const random = numbersFrom(Number(seed));
let slowest = { milliseconds: 0, text: '' };
let refused = 0;
for (let index = 0; index < Number(count); index += 1) {
  const text = mutate(documents[index % documents.length], random);
  const before = process.cpuUsage();
  try {
    const collector = createCollector();
    validate(parse([{ name: 'f.yaml', text }], collector.report), { situation }, collector.report);
    if (collector.findings().some(({ severity }) => severity === 'error')) refused += 1;
  } catch (error) {
    process.stderr.write(`manifest ${index}: ${JSON.stringify(text)}\n`);
    throw error;
  }
  const milliseconds = process.cpuUsage(before).user / 1000;
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, text };
}
process.stdout.write(
  `${count} manifests, ${refused} refused; the slowest took ${slowest.milliseconds} ms of CPU\n`,
);
if (slowest.milliseconds > 2000) {
  process.stderr.write(`too slow: ${JSON.stringify(slowest.text)}\n`);
  process.exitCode = 1;
}
