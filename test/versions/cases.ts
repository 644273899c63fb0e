import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFixtures } from '../support/fixture.js';
import type { FormName } from './forms.js';
import { hostileManifest, spoiledManifest } from './hostile-text.js';

/** A manifest that runs on every machine of the tests. */
export interface Case {
  readonly name: string;
  readonly text: string;
  /** Podman's names of its pods. */
  readonly pods: readonly string[];
  /** Forms that do not run it, and the first major release of Podman whose form does (Infinity: none). */
  readonly since?: { readonly [F in FormName]?: number };
}

/** Golden cases that only some forms start, which is a finding of `convert`. */
const notEverywhere: { readonly [name: string]: NonNullable<Case['since']> } = {
  // Nothing can make a folder in a container that is created and started in one step.
  'process/command-expansion': { kube: Infinity, quadlet: Infinity },
  // Nor in a volume that is made empty.
  'volumes/emptydir-kinds': { kube: Infinity },
};

/** Golden cases that do not go on running on just any machine. */
const left: { readonly [name: string]: string } = {
  'convert/cron-job': 'started by a timer: test/tools/systemd.sh has it',
  'env/line-ends': 'podman create makes them LF, which is a finding',
  'image/short-name': 'its image is not here',
  'ports/host-port-twice': 'refused: two containers want one port',
  'resources/not-enforced': 'needs devices that are not here',
  'restart/deadline': 'ends after three seconds',
  'security/profiles': 'needs a seccomp profile of the machine’s',
};

/** Goes on running, and ends when it is told to. */
const waiting = "/bin/sh, -c, 'trap exit TERM USR1; sleep 600 & wait'";

/** What ends at once goes on running instead: only then there is something to look at. */
function lasting(text: string): string {
  return (
    text
      .replaceAll('docker.io/library/busybox:1.37', 'localhost/busybox:test')
      .replaceAll("image: 'localhost/i:1'", `image: localhost/busybox:test, command: [${waiting}]`)
      .replaceAll(/command: \[(env\]|echo, |sleep, '600'\])/g, (_, old: string) =>
        old === 'echo, ' ? `command: [${waiting}, ` : `command: [${waiting}]`,
      )
      // Before Podman 5.4 kube play finds no program by a PATH that the image does not set.
      .replaceAll('command: [sh,', 'command: [/bin/sh,')
      // Not every machine has /dev/mqueue, which that needs.
      .replaceAll(/^ *hostIPC: true\n/gm, '')
      .replaceAll('restartPolicy: Never', 'restartPolicy: OnFailure')
  );
}

/** Objects called by what the tests take away again. */
function renamed(text: string, pod: string): string {
  return text
    .replaceAll(/(?<=^metadata:(?: \{|\n {2})name: )web\b/gm, pod)
    .replaceAll(/(?<=(?:^metadata:|Ref:) \{name: )(m|s|data)(?=\})/gm, 'ver-$1')
    .replaceAll('claimName: data', 'claimName: ver-data');
}

const podsOf = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /^kind: Pod\nmetadata:(?: \{name: |\n {2}name: )([a-z0-9-]+)(?:\n {2}namespace: (.*))?/gm,
    ),
  ].map(([, name = '', namespace]) => (namespace === undefined ? name : `${namespace}_${name}`));

/** What the tests take away again is called so. */
export const own = /^(shop_)?ver-/;
/** What belongs to a cluster, and not to one pod. */
const otherKinds = /^kind: (?!Pod$|ConfigMap$|Secret$|PersistentVolumeClaim$)/m;

/** Pods of the controllers that keep theirs running; what ends is no case, since nothing is left to look at. */
function workloads(): Case {
  const golden = ['workloads/every-controller', 'ports/rolling']
    .map((name) => readFileSync(`fixtures/${name}/input.yaml`, 'utf8'))
    .join('---\n');
  const kept = golden
    .split(/^---\n/m)
    .filter((document) => !/^kind: (Job|PodTemplate)$/m.test(document))
    .join('---\n')
    .replaceAll(/(?<=^metadata: \{name: |^ {2}serviceName: |- \{metadata: \{name: )/gm, 'ver-')
    .replace('hostPort: 8080', 'hostPort: 28097')
    .replaceAll('image: "localhost/app:1"', `image: localhost/busybox:test, command: [${waiting}]`);
  const sets = ['rc-pod', 'rc-pod-1', 'rs-pod', 'sts-3', 'sts-4', 'ds-pod', 'rolled-pod'];
  return { name: 'made-up/workloads', text: kept, pods: sets.map((name) => `ver-${name}`) };
}

/** Within a container, as the tests' own machines are, the kernel lets no ordinary user see the processes of the host. */
const forRootOnly = 'network/host-namespaces';

/** Every golden case that can run for such a user, and texts made by chance. */
export function readCases({ rootless }: { readonly rootless: boolean }): readonly Case[] {
  const golden = readFixtures()
    .filter(({ name }) => !rootless || name !== forRootOnly)
    .filter(
      ({ name, options }) =>
        !(name in left) && Object.keys(options).length === 0 && existsSync(`fixtures/${name}/quadlet`),
    )
    .flatMap(({ name }): readonly Case[] => {
      const input = readFileSync(`fixtures/${name}/input.yaml`, 'utf8');
      const text = renamed(lasting(input), `ver-${name.replace('/', '-')}`);
      const pods = podsOf(text);
      const isOurs = pods.length > 0 && pods.every((pod) => own.test(pod)) && !otherKinds.test(text);
      return !isOurs ? [] : [{ name, text, pods, since: notEverywhere[name] ?? {} }];
    });
  return [
    ...golden,
    workloads(),
    { name: 'made-up/hostile-text', text: hostileManifest(), pods: ['ver-fuzz'] },
    { name: 'made-up/spoiled-text', text: spoiledManifest(), pods: ['ver-spoiled'], since: { kube: 5 } },
  ];
}

/** The cases as files below `folder`; gives their paths. */
export function writeCases(cases: readonly Case[], folder: string): readonly string[] {
  return cases.map(({ name, text }) => {
    const path = join(folder, `${name.replace('/', '-')}.yaml`);
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  });
}
