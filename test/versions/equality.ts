import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { capabilities } from '../../src/podman/versions.js';
import { factsOf } from './allowed.js';
import { type Case, own, readCases, writeCases } from './cases.js';
import { applied, type FormName, formNames, formOf } from './forms.js';
import { clean, commandLine, type Machine, machineAt, modes, type Place, withFolder } from './machines.js';
import { type NormalPod, normalPods } from './normal-form.js';
import { keepResults, keptResults, type Result } from './result.js';
import { unitProblems } from './units.js';

type Pods = ReadonlyMap<string, NormalPod>;

const starts = ({ since }: Case, form: FormName, { podman }: Machine): boolean =>
  Number.parseInt(podman, 10) >= (since?.[form] ?? 0);

/** Until nothing comes or goes any more, or, where it is known what must come, until that is there. */
async function untilStill({ run }: Machine, wanted?: number): Promise<void> {
  let last = '';
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const now = await run('podman', 'ps', '--format', '{{.Names}}');
    const count = now.split('\n').filter((name) => own.test(name) && !name.endsWith('-infra')).length;
    if (now === last && (wanted === undefined || count >= wanted)) return;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** What one form makes of the cases. It must leave nothing behind that runs. */
async function made(machine: Machine, form: FormName | 'apply', reference?: Pods): Promise<Pods> {
  const cases = readCases(machine);
  return withFolder(async (folder) => {
    for (const name of ['in', 'out']) {
      mkdirSync(join(folder, name));
      chmodSync(join(folder, name), 0o777);
    }
    const mine = form === 'apply' ? cases : cases.filter((each) => starts(each, form, machine));
    const manifests = writeCases(mine, join(folder, 'in'));
    const making = { machine, cli: commandLine(), manifests, folder: join(folder, 'out') };
    const { up, down } = form === 'apply' ? applied(making) : formOf(form, making);
    const wanted = mine.flatMap(({ pods }) => pods).flatMap((pod) => reference?.get(pod)?.containers ?? []);
    try {
      await up();
      await untilStill(machine, reference === undefined ? undefined : wanted.length);
      const pods = await normalPods(machine, own.source, folder, reference);
      await down();
      const left = (await machine.run('podman', 'pod', 'ps', '--format', '{{.Name}}')).split('\n');
      expect(left.filter((name) => own.test(name))).toEqual([]);
      return pods;
    } finally {
      await clean(machine);
    }
  });
}

const noUnits = 'Podman has no .pod units';

async function refusesUnits({ run, podman, ...rest }: Machine): Promise<void> {
  const said = await withFolder(async (folder) => {
    const [manifest = ''] = writeCases(readCases(rest).slice(0, 1), folder);
    const line =
      'node "$0" convert --to quadlet --target "$1" --dir "$2/units" "$3" 2>&1; find "$2" -name "*.pod"';
    chmodSync(folder, 0o777);
    return run('sh', '-c', line, commandLine(), podman, folder, manifest);
  });
  expect(said).toContain('podman/no-quadlet');
  expect(said).not.toMatch(/\.pod$/m);
}

/** Why a machine has no such form; undefined: it has. */
function lacking(form: FormName, { podman, systemd }: Machine): string | undefined {
  if (form !== 'quadlet') return undefined;
  if (Number.parseInt(podman, 10) < Number.parseInt(capabilities.quadletPods, 10)) return noUnits;
  return systemd ? undefined : 'no systemd runs here';
}

function describeForm(form: FormName, machine: Machine, reference: () => Pods, results: Result[]): void {
  const why = lacking(form, machine);
  if (why === noUnits) {
    test(`${form}: convert says that Podman ${machine.podman} has no .pod units`, () =>
      refusesUnits(machine));
    return;
  }
  if (why !== undefined) {
    test.skip(`${form}: ${why}`, () => undefined);
    return;
  }
  const cases = readCases(machine);
  const mine = cases.filter((each) => starts(each, form, machine));
  const facts = ({ name, pods }: Case, all: Pods): readonly string[] =>
    pods.flatMap((pod) => factsOf(all.get(pod), { form, podman: machine.podman, name }));
  describe(form, () => {
    let seen: Pods = new Map();
    beforeAll(async () => {
      seen = await made(machine, form, reference());
    }, 900_000);
    afterAll(() => {
      const equal = mine.filter(
        (each) =>
          each.pods.every((pod) => reference().has(pod)) &&
          JSON.stringify(facts(each, seen)) === JSON.stringify(facts(each, reference())),
      );
      const { podman, rootless } = machine;
      const mode = rootless ? 'rootless' : 'rootful';
      const [started, refused] = [mine.length, cases.length - mine.length];
      results.push({ podman, mode, form, started, equal: equal.length, refused });
    });
    test.each(mine)('$name is what apply makes of it', (each) => {
      expect(facts(each, seen)).toEqual(facts(each, reference()));
    });
    if (form === 'quadlet')
      test('the generator and systemd-analyze have nothing to say against the units', async () => {
        expect(await unitProblems(machine)).toBe('');
      }, 120_000);
  });
}

/** The tests of one machine, as root and as an ordinary user; where it cannot be, one that is skipped and says why. */
export async function describeEquality(suite: Place['suite']): Promise<void> {
  const results: Result[] = [];
  for (const mode of modes) {
    const machine = await machineAt({ suite, mode }).catch((error: Error) => error.message);
    if (typeof machine === 'string') {
      describeMissing(`${suite}, ${mode}`, machine);
      continue;
    }
    describe(`Podman ${machine.podman}, ${mode}`, () => {
      let reference: Pods = new Map();
      beforeAll(async () => {
        await clean(machine);
        reference = await made(machine, 'apply');
      }, 900_000);
      test('apply runs all of every case', () => {
        const runs = readCases(machine)
          .flatMap(({ pods }) => pods)
          .map((pod) => [pod, reference.get(pod)?.containers.length]);
        expect(runs.filter(([, count]) => count === undefined || count === 0)).toEqual([]);
      });
      for (const form of formNames) describeForm(form, machine, () => reference, results);
    });
  }
  describeResults(suite, results);
}

function describeMissing(title: string, why: string): void {
  const isRequired = process.env.CI === 'true' || process.env.KUBE2POD_E2E === 'required';
  if (isRequired)
    test(`${title} is there`, () => {
      throw new Error(why);
    });
  else test.skip(`${title}: ${why}`, () => undefined);
}

/** Prints what was seen; the cases themselves are the tests, but the README's table must tell the same. */
function describeResults(suite: Place['suite'], results: readonly Result[]): void {
  test('the README tells what was seen', () => {
    if (process.env.UPDATE_README === '1') keepResults(suite, results);
    const kept = keptResults(suite, results);
    expect(results).toEqual(kept.length === 0 ? results : kept);
  });
  afterAll(() => {
    const text = results.map(
      ({ podman, mode, form, started, equal, refused }) =>
        `Podman ${podman}, ${mode}, ${form}: ${equal} of ${started} equal, ${refused} refused`,
    );
    process.stdout.write(`${text.join('\n')}\n`);
  });
}
