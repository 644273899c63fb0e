import { access, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** Finds a file in a folder or one above it; the search ends at the top of a git checkout. */
export async function findAbove(name: string, from: string): Promise<string | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (await exists(path)) return path;
    if (dirname(folder) === folder || (await exists(join(folder, '.git')))) return undefined;
  }
}

/**
 * Whether a file is a template of a Helm chart: below `templates` of a folder with a Chart.yaml. It becomes a manifest only
 * when Helm has filled it in.
 */
export async function isChartTemplate(file: string): Promise<boolean> {
  const parts = resolve(file).split(sep);
  for (let at = parts.lastIndexOf('templates'); at > 0; at = parts.lastIndexOf('templates', at - 1)) {
    if (await exists([...parts.slice(0, at), 'Chart.yaml'].join(sep))) return true;
  }
  return false;
}

/** The file behind a name, links followed, so that one file under two names is known as one. */
export function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => resolve(file));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
