import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodmanState, StateEntry } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';
import type { PodmanConnection } from './connection.js';
import { copyOut } from './elsewhere/copy.js';
import { place } from './elsewhere/fill.js';
import { withHelper } from './elsewhere/helper.js';
import { isElsewhere } from './elsewhere/place.js';
import { firstFile } from './images.js';
import { runPodman } from './podman.js';

/** What Podman says of a secret, in the API as on the command line. */
interface ShownSecret {
  readonly Spec?: {
    readonly Name?: string;
    readonly Driver?: { readonly Options?: { readonly path?: string } };
  };
  readonly SecretData?: string;
}

/**
 * Values of the secrets that belong to records, by name. Podman tells them when asked to (the command line from 4.7 on,
 * the API from 5.0); before, its file driver's store does.
 * Source: podman pkg/api/handlers/compat/secrets.go, InspectSecret; common/pkg/secrets/filedriver.
 */
export async function readSecretValues(
  program: PodmanConnection,
  state: PodmanState,
): Promise<ReadonlyMap<string, string>> {
  const own = [...state.secrets.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'record',
  );
  if (own.length === 0) return new Map();
  const shown = (await shownBySocket(program, own)) ?? (await shownByCommand(program, own));
  const told = new Map(
    shown.flatMap(({ Spec, SecretData }) =>
      Spec?.Name === undefined || SecretData === undefined ? [] : [[Spec.Name, SecretData] as const],
    ),
  );
  const folder = shown.map(({ Spec }) => Spec?.Driver?.Options?.path).find((path) => path !== undefined);
  if (told.size > 0 || folder === undefined) return told;
  return storedValues(
    isElsewhere(program) ? await storeElsewhere(program, folder) : await storeHere(folder),
    own,
  );
}

/** Undefined: there is no socket. One that vanished meanwhile is left out. */
async function shownBySocket(
  { socket }: PodmanConnection,
  own: readonly StateEntry[],
): Promise<readonly ShownSecret[] | undefined> {
  if (socket === undefined) return undefined;
  const answers = await Promise.all(
    own.map(({ id }) =>
      socket.request({ method: 'GET', path: `secrets/${id}/json`, query: { showsecret: 'true' } }),
    ),
  );
  // Podman's own type, whose fields are read one by one.
  return answers.flatMap((one) => ('value' in one ? [one.value as ShownSecret] : []));
}

async function shownByCommand(
  program: PodmanConnection,
  own: readonly StateEntry[],
): Promise<readonly ShownSecret[]> {
  const names = own.map(({ name }) => name);
  const told = await runPodman(program, ['secret', 'inspect', '--showsecret', ...names]);
  const shown = told.code === 0 ? told : await runPodman(program, ['secret', 'inspect', ...names]);
  return shown.code === 0 ? (JSON.parse(shown.stdout.toString('utf8')) as readonly ShownSecret[]) : [];
}

const storeFile = 'secretsdata.json';

function storeHere(folder: string): Promise<string> {
  return readFile(join(folder, storeFile), 'utf8').catch(() => '{}');
}

async function storeElsewhere(program: PodmanConnection, folder: string): Promise<string> {
  const archive = await withHelper(program, [{ source: folder, target: place }], (container) =>
    copyOut(program, `${container}:${place}/${storeFile}`),
  );
  return (archive instanceof Buffer ? await firstFile(archive) : undefined) ?? '{}';
}

/** The file driver keeps all values in one file, by id, in base64. */
function storedValues(store: string, own: readonly StateEntry[]): ReadonlyMap<string, string> {
  const data = JSON.parse(store) as { readonly [id: string]: string };
  return new Map(
    own.flatMap(({ name, id }) => {
      const value = data[id];
      return value === undefined ? [] : [[name, Buffer.from(value, 'base64').toString('utf8')] as const];
    }),
  );
}
