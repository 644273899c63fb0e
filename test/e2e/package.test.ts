import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** The package as npm would publish it, installed into an empty folder. Nothing is fetched. */
const folder = mkdtempSync(join(tmpdir(), 'kube2pod-package-'));
const run = (command: string, ...words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stdout}${stderr}`);
  return stdout;
};

const program = `
import { assumedFor, compile, createCollector, type Diagnostic, emit, type PodModel, run, type Situation } from 'kube2pod';

const situation: Situation = {
  output: 'script',
  supervised: false,
  target: { version: { major: 5, minor: 4, patch: 2 }, rootless: true, remote: false, cgroups: 'v2' },
};
const text = 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: p}\\nspec: {containers: [{name: c, image: localhost/i:1}]}\\n';
const collector = createCollector();
const compiled = compile([{ name: 'p.yaml', text }], { situation, observed: assumedFor(situation.target), baseDirectory: '/' }, collector);
const pods: readonly PodModel[] = compiled.application.pods;
const files = emit('script', compiled, { report: collector.report, generator: 'test', sources: ['p.yaml'] });
const findings: readonly Diagnostic[] = collector.findings();
console.log(JSON.stringify({ findings: findings.length, pod: pods[0]?.identity.name, files: [...files.keys()], run: typeof run }));
`;

beforeAll(() => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { stdio: 'ignore' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  // Our own copies stand in for the registry.
  const names = [...Object.keys(dependencies), '@types/node', 'undici-types'];
  const copies = names.map((name) => [name, `file:${resolve('node_modules', name)}`]);
  const wanted = { kube2pod: `file:${tarball}`, ...Object.fromEntries(copies) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies: wanted }));
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--install-links');
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package in an empty folder', () => {
  test('has a bin that works', () => {
    const bin = join(folder, 'node_modules/.bin/kube2pod');
    expect(run(bin, '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    writeFileSync(
      join(folder, 'p.yaml'),
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}\n',
    );
    const { status, stdout } = spawnSync(bin, ['check', 'p.yaml'], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('spec.containers')]);
  });

  test('has a library with types, which runs', () => {
    writeFileSync(join(folder, 'program.ts'), program);
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      types: ['node'],
      exactOptionalPropertyTypes: true,
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...options, outDir: 'out' },
        files: ['program.ts'],
      }),
    );
    run(process.execPath, resolve('node_modules/typescript/bin/tsc'), '-p', '.');
    expect(JSON.parse(run(process.execPath, 'out/program.js'))).toEqual({
      findings: expect.any(Number),
      pod: 'p',
      files: ['run.sh'],
      run: 'function',
    });
  });

  test('brings nothing but what it runs', () => {
    const names = readdirSync(join(folder, 'node_modules/kube2pod')).sort();
    expect(names).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
  });
});
