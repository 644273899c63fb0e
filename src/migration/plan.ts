import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { exactFields } from '../fields/ledger-walk.js';
import { kindEntry } from '../kinds/index.js';
import type { KubeObject, ManifestDocument } from '../phases/documents.js';
import type { OutputForm, Situation } from '../podman/target.js';
import { formatVersion } from '../podman/versions.js';

/** One thing about an object that is otherwise than in a cluster. */
export interface MigrationItem {
  readonly line: number;
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** What to write or do instead, where there is something. */
  readonly todo?: string;
}

/** A field that does what it does in a cluster. */
export type ExactField = Pick<MigrationItem, 'line' | 'path'>;

/** What becomes of one object. */
export interface ObjectMigration {
  /** `Pod default/web`, or `document 3` where it says no name. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** While there are any, nothing is made at all. */
  readonly refused: readonly MigrationItem[];
  /** Without effect, or with another one. */
  readonly lost: readonly MigrationItem[];
  /** Acted on, with a difference. */
  readonly approximate: readonly MigrationItem[];
  /** The fields that do what they do in a cluster. */
  readonly exact: readonly ExactField[];
}

/** What becomes of every object in one form, those that need most work by hand first. */
export interface MigrationPlan {
  readonly to: OutputForm;
  readonly podman: string;
  readonly rootless: boolean;
  readonly objects: readonly ObjectMigration[];
}

export type Concern = 'refused' | 'lost' | 'approximate';

/** What a person must look at, the most urgent first. */
export const concerns: readonly Concern[] = ['refused', 'lost', 'approximate'];

/** Notes make no difference on one machine, and are left out. */
function concernOf({ severity, code }: Diagnostic): Concern | undefined {
  if (severity === 'error') return 'refused';
  if (severity === 'note') return undefined;
  return code === 'field/approximate' ? 'approximate' : 'lost';
}

/** The plan from everything that was found while converting. */
export function migrationPlan(
  documents: readonly ManifestDocument[],
  objects: readonly KubeObject[],
  { findings, situation }: { readonly findings: readonly Diagnostic[]; readonly situation: Situation },
): MigrationPlan {
  const made = documents.map((document) => {
    const object = objects.find((candidate) => candidate.document === document);
    const own = findings.filter(({ at }) => at.document === document.at.document);
    return objectMigration(document, object, { findings: own, situation });
  });
  const weight = (object: ObjectMigration): readonly number[] =>
    concerns.map((concern) => object[concern].length);
  const { output: to, target } = situation;
  return {
    to,
    podman: formatVersion(target.version),
    rootless: target.rootless,
    objects: made.sort((a, b) => compareWeights(weight(b), weight(a))),
  };
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (const [index, count] of a.entries()) {
    const difference = count - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function objectMigration(
  document: ManifestDocument,
  object: KubeObject | undefined,
  { findings, situation }: { readonly findings: readonly Diagnostic[]; readonly situation: Situation },
): ObjectMigration {
  const of = (wanted: Concern): readonly MigrationItem[] =>
    findings.filter((finding) => concernOf(finding) === wanted).map(itemOf);
  const lists = { refused: of('refused'), lost: of('lost'), approximate: of('approximate') };
  const spoken = concerns.flatMap((concern) => lists[concern]);
  return {
    title: titleOf(document, object),
    file: document.file,
    line: document.at.range().line,
    ...lists,
    exact:
      object === undefined
        ? []
        : exactOf(object, situation).filter((field) => !spoken.some((item) => touches(field, item))),
  };
}

/** A field is not exact when something was found at it or in it, or when what holds it is without effect. */
function touches({ path }: ExactField, { path: found, code }: MigrationItem): boolean {
  return isWithin(found, path) || (code === 'field/ignored' && isWithin(path, found));
}

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

function exactOf(
  { apiVersion, kind, manifest, at }: KubeObject,
  situation: Situation,
): readonly ExactField[] {
  const ledger = kindEntry(apiVersion, kind)?.ledger;
  if (ledger === undefined) return [];
  // Every object that has a name was decoded as a map.
  const fields = manifest as { readonly [key: string]: unknown };
  return exactFields(fields, ledger, at, situation).map((path) => ({
    line: path.range().line,
    path: path.toString(),
  }));
}

function titleOf(document: ManifestDocument, object: KubeObject | undefined): string {
  if (object === undefined) return `document ${document.documentIndex + 1}`;
  const { kind, namespace, name } = object;
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function itemOf({ at, code, message, hint }: Diagnostic): MigrationItem {
  return {
    line: at.range().line,
    path: at.toString(),
    code,
    message,
    ...(hint === undefined ? {} : { todo: hint }),
  };
}
