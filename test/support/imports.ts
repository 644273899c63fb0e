import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import line of a source file: what it names, and whether it brings types alone. */
export interface Import {
  readonly from: string;
  /** Path of a file below src/, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const statement = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)from\s+)?'([^']+)';/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

/** The files of src/, without what is generated, as paths below src/. */
export function sourceFiles(): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
    .sort();
}

export function sourceText(file: string): string {
  return readFileSync(join('src', file), 'utf8');
}

/** Every import of a file, dynamic ones too. */
export function importsOf(file: string): readonly Import[] {
  const text = sourceText(file);
  const target = (name: string): string =>
    name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\.js$/, '.ts') : name;
  const statements = [...text.matchAll(statement)].map(([, type, names = '', to = '']) => ({
    from: file,
    to: target(to),
    typeOnly: type !== undefined || bringsTypesOnly(names),
  }));
  const dynamics = [...text.matchAll(dynamic)].map(([, to = '']) => ({
    from: file,
    to: target(to),
    typeOnly: false,
  }));
  return [...statements, ...dynamics];
}

function bringsTypesOnly(names: string): boolean {
  const listed = /^\{([^}]*)\}\s*$/.exec(names.trim())?.[1];
  const parts = (listed ?? '').split(',').filter((part) => part.trim() !== '');
  return parts.length > 0 && parts.every((part) => part.trim().startsWith('type '));
}
