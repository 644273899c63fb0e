import { readdirSync, readFileSync } from 'node:fs';
import { compareVersions, parseVersion } from '../../src/podman/versions.js';
import { allowed } from '../versions/allowed.js';
import { type FormName, formNames } from '../versions/forms.js';
import { resultFolder as folder, type Result } from '../versions/result.js';

const titles: { readonly [F in FormName]: string } = {
  script: 'script',
  kube: 'YAML for `podman kube play`',
  quadlet: 'Quadlet units, run by systemd',
};

function readResults(): readonly Result[] {
  const number = ({ podman }: Result) => parseVersion(podman) ?? { major: 0, minor: 0, patch: 0 };
  return readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as readonly Result[])
    .sort((a, b) => compareVersions(number(a), number(b)) || (a.mode < b.mode ? -1 : 1));
}

function cell(result: Result | undefined): string {
  if (result === undefined) return 'no such units';
  const { started, equal, refused } = result;
  return `${equal} of ${started}${refused === 0 ? '' : `, ${refused} not sayable`}`;
}

function matrix(results: readonly Result[]): readonly string[] {
  const machines = [...new Set(results.map(({ podman, mode }) => `${podman} | ${mode}`))];
  return machines.map((machine) => {
    const mine = results.filter(({ podman, mode }) => `${podman} | ${mode}` === machine);
    const cells = formNames.map((form) => cell(mine.find((result) => result.form === form)));
    return `| ${machine} | ${cells.join(' | ')} |`;
  });
}

/** The README's table of what each form came to on each Podman, and the list of what may differ. */
export function versionTable(): string {
  const forms = (names: readonly FormName[]): string =>
    names.length === formNames.length ? 'all' : names.join(', ');
  return [
    `| Podman | | ${formNames.map((form) => titles[form]).join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...matrix(readResults()),
    '',
    'What may differ, and is not counted:',
    '',
    ...allowed.map(({ forms: names, why }) => `- ${forms(names)}: ${why}.`),
    '- kube: `podman kube play` starts the containers of a pod in no fixed order.',
  ].join('\n');
}
