import type { CustomSchemas } from '../check/custom-validator.js';
import type { Report } from '../diagnostics/diagnostic.js';
import { walkLedger } from '../fields/ledger-walk.js';
import type { Situation } from '../podman/target.js';
import { type Decoded, decode } from './2-validate/decode.js';
import { type Identified, identify } from './2-validate/identify.js';
import { readShapes, type Shapes } from './2-validate/shape.js';
import { writtenIn } from './2-validate/written.js';
import type { KubeObject, ManifestDocument, ManifestValue } from './documents.js';

/** What phase 2 must know besides the documents. */
export interface ValidateOptions {
  /** The ledger's rows depend on it. */
  readonly situation: Situation;
  /** Where objects live that name no namespace themselves; `default` when absent. */
  readonly namespace?: string;
  /** Validators for custom resources, by `apiVersion kind`. */
  readonly custom?: CustomSchemas;
}

interface Context {
  readonly options: ValidateOptions;
  readonly report: Report;
  readonly shapes: () => Shapes;
}

/**
 * Says of each document what an API server would say, stage by stage as it does: which kind it is, whether it can be
 * decoded, what its validation finds; then what becomes of each field here. A later stage looks only at what the earlier
 * ones could read. Objects with errors are returned too, without the parts that could not be read: others refer to them.
 * Reports: schema/*, api/*, field/*.
 */
export function validate(
  documents: readonly ManifestDocument[],
  options: ValidateOptions,
  report: Report,
): readonly KubeObject[] {
  let known: Shapes | undefined;
  const shapes = (): Shapes => {
    known ??= readShapes();
    return known;
  };
  const context: Context = { options, report, shapes };
  return documents.flatMap((document) => {
    const custom = options.custom?.get(versionAndKind(document));
    if (custom !== undefined) {
      custom(document, report);
      return [];
    }
    const identified = identify(document, report);
    return identified === undefined ? [] : validateObject(document, identified, context);
  });
}

function versionAndKind({ value }: ManifestDocument): string {
  const { apiVersion, kind } = (value ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  return `${String(apiVersion)} ${String(kind)}`;
}

function validateObject(
  document: ManifestDocument,
  { entry, value }: Identified,
  context: Context,
): readonly KubeObject[] {
  const { report, shapes, options } = context;
  const { at } = document;
  const written = writtenIn(document, entry.kind);
  const broken: string[] = [];
  const noting: Report = (code, place, params, related) => {
    broken.push(place.toString());
    report(code, place, params, related);
  };
  const decoded: Decoded = decode(value, entry.schema, { at, report: noting, shapes, written });
  // Decoding gave it the types of its schema.
  const manifest = decoded.value as ManifestObject;
  let isRefused = !decoded.isSound;
  const refusing: Report = (code, place, params, related) => {
    isRefused = true;
    report(code, place, params, related);
  };
  entry.validate?.(manifest, at, decoded.isSound ? refusing : outside(broken, report));
  // Source: k8s.io/apiserver/pkg/registry/rest/create.go, BeforeCreate: warnings come after validation.
  if (!isRefused) entry.warn?.(manifest, at, report);
  if (entry.ledger === undefined) {
    report('schema/kind-without-effect', at.child('kind'), { kind: entry.kind });
  } else {
    walkLedger(manifest, entry.ledger, at, { situation: options.situation, unknown: nothing }, report);
  }
  return objectsOf(document, { entry, manifest }, context);
}

/**
 * The API server stops at what it cannot decode; people want to hear of everything at once. Nothing is said of the
 * places that decoding has mended, nor of what holds them: it would be about the mending.
 */
function outside(broken: readonly string[], report: Report): Report {
  return (code, place, params, related) => {
    const path = place.toString();
    if (!broken.some((one) => one.startsWith(path) || path.startsWith(one)))
      report(code, place, params, related);
  };
}

/** Decoding takes unknown fields out, after reporting them. */
const nothing: ReadonlySet<string> = new Set();

/** What every kind has, as far as it is there. */
interface ManifestObject {
  readonly [field: string]: ManifestValue;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly generateName?: string };
}

/** The object under its name; none without a name, which validation reports. */
function objectsOf(
  document: ManifestDocument,
  { entry, manifest }: { readonly entry: Identified['entry']; readonly manifest: ManifestObject },
  { report, options }: Context,
): readonly KubeObject[] {
  const { name, namespace, generateName } = manifest.metadata ?? {};
  const { at } = document;
  if (name === undefined || name === '') {
    if (generateName !== undefined && generateName !== '')
      report('schema/generate-name', at.child('metadata', 'generateName'), { prefix: generateName });
    return [];
  }
  const place = namespace === undefined || namespace === '' ? (options.namespace ?? 'default') : namespace;
  return [
    {
      apiVersion: entry.apiVersion,
      kind: entry.kind,
      namespace: entry.namespaced ? place : '',
      name,
      manifest,
      at,
      document,
    },
  ];
}
