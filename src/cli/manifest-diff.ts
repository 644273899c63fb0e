import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';

/** Both sides of one object; a side that is not there is undefined. */
export interface DiffSides {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The difference of one object as a unified text of its YAML; empty when there is none. Values of Secrets do not show:
 * those that differ say only that they do, as with kubectl.
 * Source: kubectl pkg/cmd/diff/diff.go, Masker.
 */
export function manifestDiff({ name, before, after }: DiffSides): string {
  const [old, fresh] = isSecret(before) || isSecret(after) ? masked(before, after) : [before, after];
  const [from, to] = [yamlOf(old), yamlOf(fresh)];
  if (from === to) return '';
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `applied/${name}`,
    after === undefined ? '/dev/null' : `manifest/${name}`,
    from,
    to,
  );
  return patch.replace(/^=+\n/, '').trimEnd();
}

function yamlOf(value: unknown): string {
  if (value === undefined) return '';
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)),
  );
  return stringify(plain, { sortMapEntries: true, lineWidth: 0 });
}

function isSecret(value: unknown): boolean {
  return (value as { readonly kind?: unknown } | undefined)?.kind === 'Secret';
}

type Values = { readonly [key: string]: unknown };
type SecretManifest = { readonly data?: Values; readonly stringData?: Values };

function masked(before: unknown, after: unknown): readonly [unknown, unknown] {
  const [old, fresh] = [before, after] as readonly (SecretManifest | undefined)[];
  const mask = (
    one: SecretManifest | undefined,
    other: SecretManifest | undefined,
    when: string,
  ): unknown => {
    if (one === undefined) return undefined;
    const hide = (values: Values | undefined, others: Values | undefined): Values =>
      Object.fromEntries(
        Object.entries(values ?? {}).map(([key, value]) => [
          key,
          others === undefined || !(key in others) || others[key] === value ? '***' : `*** (${when})`,
        ]),
      );
    return {
      ...one,
      ...(one.data && { data: hide(one.data, other?.data) }),
      ...(one.stringData && { stringData: hide(one.stringData, other?.stringData) }),
    };
  };
  return [mask(old, fresh, 'before'), mask(fresh, old, 'after')];
}
