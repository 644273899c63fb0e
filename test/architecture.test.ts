import { describe, expect, test } from '@jest/globals';
import { type Import, importsOf, sourceFiles, sourceText } from './support/imports.js';

/** The rules of style.md section 7, read off the import lines. What imports types alone is bound to nothing at run time. */
const imports = sourceFiles().flatMap(importsOf);
const values = imports.filter(({ typeOnly }) => !typeOnly);

/** `services/nft.ts` lies in `services`, `fields/env/model.ts` in `fields`, `compile.ts` in itself. */
const areaOf = (file: string): string => file.split('/')[0] ?? '';
const shown = (found: readonly Import[]): readonly string[] =>
  found.map(({ from, to }) => `${from} -> ${to}`);
const isOurs = ({ to }: Import): boolean => to.endsWith('.ts');

/** What the code of each part may use of the others: those above it know nothing of it. */
const mayUse: { readonly [area: string]: readonly string[] } = {
  diagnostics: [],
  model: ['diagnostics'],
  podman: ['model', 'diagnostics'],
  supervisor: ['podman', 'model', 'diagnostics'],
  reconcile: ['supervisor', 'podman', 'model', 'diagnostics'],
  services: ['reconcile', 'supervisor', 'podman', 'model', 'diagnostics'],
  fields: ['services', 'reconcile', 'supervisor', 'podman', 'model', 'diagnostics'],
  kinds: ['fields', 'services', 'reconcile', 'supervisor', 'podman', 'model', 'diagnostics'],
  ingress: ['kinds', 'fields', 'services', 'reconcile', 'supervisor', 'podman', 'model', 'diagnostics'],
  living: ['kinds', 'fields', 'services', 'reconcile', 'supervisor', 'podman', 'model', 'diagnostics'],
  phases: [
    'generated',
    'ingress',
    'kinds',
    'fields',
    'services',
    'reconcile',
    'supervisor',
    'podman',
    'model',
    'diagnostics',
  ],
  advice: ['kinds', 'fields', 'model', 'diagnostics'],
  references: ['kinds', 'fields', 'model', 'diagnostics'],
  migration: ['kinds', 'fields', 'podman', 'diagnostics'],
  graph: ['kinds', 'fields', 'references', 'reconcile', 'model', 'diagnostics'],
  check: ['diagnostics'],
  generate: [],
  explain: ['diagnostics'],
  'compile.ts': ['phases', 'advice', 'references', 'check', 'diagnostics'],
  io: [
    'compile.ts',
    'ingress',
    'kinds',
    'fields',
    'services',
    'reconcile',
    'supervisor',
    'podman',
    'model',
    'diagnostics',
  ],
  cli: [
    'compile.ts',
    'io',
    'living',
    'check',
    'explain',
    'generate',
    'graph',
    'ingress',
    'migration',
    'kinds',
    'fields',
    'services',
    'reconcile',
    'podman',
    'model',
    'diagnostics',
  ],
  'index.ts': ['compile.ts', 'io', 'diagnostics'],
};

describe('layers', () => {
  test('every part is known here', () => {
    expect([...new Set(sourceFiles().map(areaOf))].filter((area) => mayUse[area] === undefined)).toEqual([]);
  });
  test('each uses only those below it', () => {
    const wrong = values.filter(isOurs).filter(({ from, to }) => {
      const [own, other] = [areaOf(from), areaOf(to)];
      return own !== other && mayUse[own]?.includes(other) !== true;
    });
    // What a machine is assumed to be stands beside the phases and is no phase.
    const isAssumption = ({ from, to }: Import): boolean =>
      ['cli', 'index.ts'].includes(areaOf(from)) && to === 'phases/assumed.ts';
    expect(shown(wrong.filter((one) => !isAssumption(one)))).toEqual([]);
  });
});

/** `phases/3-resolve.ts` and `phases/3-resolve/x.ts` are phase 3. */
const phaseOf = (file: string): number => Number(/^phases\/(\d)-/.exec(file)?.[1] ?? 0);

describe('phases', () => {
  test('only compile.ts calls them, and it names all five in order', () => {
    const drivers = /^phases\/\d-[a-z]+\.ts$/;
    const called = values.filter(({ to }) => drivers.test(to));
    expect([...new Set(called.map(({ from }) => from))]).toEqual(['compile.ts']);
    expect(called.map(({ to }) => phaseOf(to))).toEqual([1, 2, 3, 4, 5]);
  });
  test('a phase uses no other phase, and knows the types of earlier ones at most', () => {
    const across = imports.filter(
      ({ from, to }) => phaseOf(from) > 0 && phaseOf(to) > 0 && phaseOf(from) !== phaseOf(to),
    );
    expect(
      shown(across.filter(({ from, to, typeOnly }) => !typeOnly || phaseOf(to) > phaseOf(from))),
    ).toEqual([]);
  });
});

describe('fields', () => {
  const groupOf = (file: string): string | undefined => /^fields\/([a-z-]+)\//.exec(file)?.[1];
  test('no group uses another one', () => {
    const across = values.filter(({ from, to }) => {
      const [own, other] = [groupOf(from), groupOf(to)];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(shown(across)).toEqual([]);
  });
});

/** Pure, although Node brings them: hashes of what is given, and paths as text. */
const purePackages = new Set(['node:crypto', 'node:path/posix', 'kubernetes-types']);
const mayAct = (file: string): boolean => ['io', 'cli'].includes(areaOf(file));

describe('effects', () => {
  test('only cli and io import packages that reach outside', () => {
    const wrong = values.filter((one) => !isOurs(one) && !mayAct(one.from) && !purePackages.has(one.to));
    expect(shown(wrong)).toEqual([]);
  });
  test('only io starts programs', () => {
    const starters = ['execa', 'node:child_process'];
    const wrong = values.filter(({ from, to }) => starters.includes(to) && areaOf(from) !== 'io');
    expect(shown(wrong)).toEqual([]);
  });
  test('only cli and io know the time, chance, the process or the console', () => {
    const impure =
      /\b(?:Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|setImmediate|randomBytes|randomUUID|getRandomValues|performance\.now|process\.(?!getBuiltinModule\b)\w+|console\.\w+)/;
    const wrong = sourceFiles()
      .filter((file) => !mayAct(file))
      .flatMap((file) =>
        sourceText(file)
          .split('\n')
          .filter((line) => !/^\s*(?:\*|\/\*|\/\/)/.test(line) && impure.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });
  test('only the command line ends the process', () => {
    const wrong = sourceFiles().filter(
      (file) => areaOf(file) !== 'cli' && /process\.exit\b/.test(sourceText(file)),
    );
    expect(wrong).toEqual([]);
  });
});
