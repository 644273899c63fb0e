import { parseArgs } from 'node:util';
import { type CheckOption, type CheckOptions, checkOptionTable } from './check-options.js';

/**
 * The words after `check` when they are plain: known options with good values. Undefined for everything else (help, a
 * misspelt option, a bad value), which yargs then explains.
 */
export function plainCheckOptions(words: readonly string[]): CheckOptions | undefined {
  const table: readonly (readonly [string, CheckOption])[] = Object.entries(checkOptionTable);
  const options = Object.fromEntries(
    table.map(([name, { type, alias, many }]) => [
      name,
      {
        type,
        ...(alias === undefined ? {} : { short: alias }),
        ...(many === true ? { multiple: true } : {}),
      },
    ]),
  );
  const parsed = tryParse(words, options);
  if (parsed === undefined) return undefined;
  const values = Object.fromEntries(
    table.flatMap(([name, { fallback }]) => {
      const value = parsed.values[name] ?? fallback;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const bad = table.some(
    ([name, { choices }]) => choices !== undefined && !choices.includes(String(values[name])),
  );
  // The table's types and those of CheckOptions agree: a test holds this reader against yargs.
  return bad ? undefined : ({ files: parsed.positionals, ...values } as unknown as CheckOptions);
}

/** `parseArgs` throws on what it does not know. */
function tryParse(
  words: readonly string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
) {
  try {
    return parseArgs({ args: [...words], options: options ?? {}, allowPositionals: true, strict: true });
  } catch {
    return undefined;
  }
}
