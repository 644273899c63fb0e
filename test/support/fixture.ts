import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { situationOf } from '../../src/cli/target-options.js';
import { type Compiled, type CompileOptions, compile } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { usualSettings } from '../../src/ingress/settings.js';
import { assumedFor } from '../../src/phases/assumed.js';
import type { Observed, PodmanState, StateEntry } from '../../src/phases/observed.js';
import type { OutputForm, PodmanTarget, Situation } from '../../src/podman/target.js';

/** Folders below fixtures/ that are no golden cases: other tests own them. */
const others = new Set(['apps', 'behaviour', 'demo', 'graph', 'validation', 'yaml']);

/** What options.json may say; absent: the newest Podman, rootful, and no machine looked at. */
export interface FixtureOptions {
  readonly target?: string;
  readonly rootless?: boolean;
  /** Further facts of the target (cgroups, remote, subordinateIds). */
  readonly facts?: Partial<PodmanTarget>;
  /** What `prepare` found: the case is then compiled as `apply` does. */
  readonly machine?: MachineFacts;
}

interface MachineFacts extends Partial<Pick<Observed, 'node'>> {
  readonly images?: Readonly<Record<string, object>>;
  readonly hostPaths?: Readonly<Record<string, object>>;
  readonly addresses?: Readonly<Record<string, object>>;
  readonly networks?: Readonly<Record<string, object>>;
  readonly state?: { readonly [K in keyof PodmanState]?: Readonly<Record<string, object>> };
}

/** One golden case: a manifest, and what it is compiled for. */
export interface Fixture {
  /** `group/case`. */
  readonly name: string;
  readonly text: string;
  readonly options: FixtureOptions;
}

/** Every golden case, by name. */
export function readFixtures(): readonly Fixture[] {
  const groups = readdirSync('fixtures', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !others.has(entry.name),
  );
  return groups
    .flatMap((group) => readdirSync(`fixtures/${group.name}`).map((name) => `${group.name}/${name}`))
    .sort()
    .map((name) => {
      const optionsFile = `fixtures/${name}/options.json`;
      return {
        name,
        text: readFileSync(`fixtures/${name}/input.yaml`, 'utf8'),
        options: existsSync(optionsFile)
          ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as FixtureOptions)
          : {},
      };
    });
}

/** Compiles a case for one output, as the command of that output does. */
export function compileFixture(
  { text, options }: Fixture,
  form: { readonly output: OutputForm; readonly supervised: boolean },
): Compiled {
  const situation = fixtureSituation(options, form);
  return compile(
    [{ name: 'input.yaml', text }],
    {
      situation,
      observed: observedOf(options, situation),
      baseDirectory: '/base',
      ...(options.machine === undefined ? {} : { proxy: usualSettings }),
    },
    createCollector(),
  );
}

function fixtureSituation(
  { target, rootless = false, facts }: FixtureOptions,
  { output, supervised }: { readonly output: OutputForm; readonly supervised: boolean },
): Situation {
  const situation = situationOf({ target, rootless, form: output });
  if (situation === undefined) throw new Error(`options.json: no such target ${target}`);
  return { output, supervised, target: { ...situation.target, ...facts } };
}

function observedOf({ machine }: FixtureOptions, { target }: Situation): CompileOptions['observed'] {
  const assumed = assumedFor(target);
  if (machine === undefined) return assumed;
  const { images = {}, hostPaths = {}, addresses = {}, networks = {}, state = {}, node } = machine;
  const entries = (found: Readonly<Record<string, object>> = {}): ReadonlyMap<string, never> =>
    // The case's author vouches for the shape: a JSON file has no types.
    new Map(Object.entries(found).map(([name, facts]) => [name, stateEntry(name, facts) as never]));
  return {
    ...assumed,
    live: true,
    node: { ...assumed.node, ...node },
    images: new Map(
      Object.entries(images).map(([name, facts]) => [name, { ...plainImage, id: name, ...facts }]),
    ),
    // Same as above: facts as the case's author writes them.
    hostPaths: new Map(Object.entries(hostPaths)) as Observed['hostPaths'],
    addresses: new Map(Object.entries(addresses)) as Observed['addresses'],
    networks: new Map(Object.entries(networks)) as Observed['networks'],
    state: {
      pods: entries(state.pods),
      containers: entries(state.containers),
      volumes: entries(state.volumes),
      networks: entries(state.networks),
      secrets: entries(state.secrets),
    },
  };
}

const stateEntry = (name: string, facts: object): StateEntry => ({ name, id: name, labels: {}, ...facts });

const plainImage = {
  user: '',
  entrypoint: [],
  command: ['sh'],
  env: [],
  workingDir: '',
  volumes: [],
  stopSignal: '',
  architecture: 'amd64',
  os: 'linux',
  hasHealthcheck: false,
};
