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
  compile: 'src/compile.ts',
  assumed: 'src/phases/assumed.ts',
  render: 'src/diagnostics/render/text.ts',
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
const { createCollector, parse, check, assumedFor, renderText, mutate, mutateTree, numbersFrom, situation } =
  await import(pathToFileURL(join(out, 'fuzz.mjs'))).finally(() => rm(out, { recursive: true }));

const random = numbersFrom(Number(seed));
const context = {
  situation: { ...situation, supervised: true },
  observed: assumedFor(situation.target),
  baseDirectory: '/',
  around: [],
  complete: true,
};

function findingsOf(text) {
  const collector = createCollector();
  check([{ name: 'f.yaml', text }], context, collector);
  return collector.findings();
}
const isRefused = (findings) => findings.some(({ severity }) => severity === 'error');

/** Those of the documents that are accepted, as JSON: accidents to them reach what comes after validation. */
const trees = documents.flatMap((text) => {
  const [document] = parse([{ name: 'f.yaml', text }], () => {});
  if (document === undefined || isRefused(findingsOf(text))) return [];
  return JSON.stringify(document.value, (_, value) => (typeof value === 'bigint' ? Number(value) : value));
});

/** Every other one is damaged as text, the others in their values. */
function accident(index) {
  return index % 2 === 0
    ? mutate(documents[(index / 2) % documents.length], random)
    : mutateTree(trees[((index - 1) / 2) % trees.length], random);
}

let slowest = { milliseconds: 0, text: '' };
let refused = 0;
for (let index = 0; index < Number(count); index += 1) {
  const text = accident(index);
  const before = process.cpuUsage();
  try {
    const findings = findingsOf(text);
    for (const finding of findings) renderText(finding, (_, line) => text.split(/\r\n|\n|\r/)[line - 1]);
    if (isRefused(findings)) refused += 1;
  } catch (error) {
    process.stderr.write(`manifest ${index}: ${JSON.stringify(text)}\n`);
    throw error;
  }
  const milliseconds = process.cpuUsage(before).user / 1000;
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, text };
}
process.stdout.write(
  `${count} manifests: ${refused} refused, ${Number(count) - refused} accepted, none failed; the slowest took ${slowest.milliseconds} ms of CPU\n`,
);
if (slowest.milliseconds > 2000) {
  process.stderr.write(`too slow: ${JSON.stringify(slowest.text)}\n`);
  process.exitCode = 1;
}
