// Ends with 0 when node_modules holds just what package-lock.json asks for, and with 1 when `npm ci` is due.
import { readFileSync } from 'node:fs';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

const wanted = packagesOf('package-lock.json');
// npm's own record of what it put there: no entry for the project itself, nor for other platforms' packages.
const installed = packagesOf('node_modules/.package-lock.json');
const same =
  installed !== undefined &&
  Object.entries(installed).every(([path, { version }]) => wanted[path]?.version === version) &&
  Object.entries(wanted).every(([path, { optional, devOptional, link }]) => {
    return path === '' || optional || devOptional || link || path in installed;
  });
process.exit(same ? 0 : 1);
