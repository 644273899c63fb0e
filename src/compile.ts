import { advise } from './advice/index.js';
import type { CustomSchemas } from './check/custom-validator.js';
import { isForeign } from './check/foreign.js';
import { type Collector, createCollector } from './diagnostics/collect.js';
import type { Report } from './diagnostics/diagnostic.js';
import type { ProxySettings } from './ingress/model.js';
import type { ApplicationModel } from './model/application.js';
import { parse } from './phases/1-parse.js';
import { validate } from './phases/2-validate.js';
import { type ResolveOptions, resolve } from './phases/3-resolve.js';
import { type Planned, type PlanOptions, plan } from './phases/4-plan.js';
import { type EmitForm, type EmitOptions, type Emitted, emitFiles } from './phases/5-emit.js';
import type { KubeObject, ManifestDocument, Source } from './phases/documents.js';
import type { Observed } from './phases/observed.js';
import type { Situation } from './podman/target.js';
import { judgeReferences } from './references/index.js';

/** What reading gives: every document, and the objects that could be understood. */
export interface Read {
  readonly documents: readonly ManifestDocument[];
  readonly objects: readonly KubeObject[];
}

/** Phases 1 and 2: texts to objects. Everything wrong with them is in the collector. */
export function read(
  sources: readonly Source[],
  situation: Situation,
  collector: Collector,
  namespace?: string,
): Read {
  const documents = parse(sources, collector.report);
  const objects = validate(
    documents,
    { situation, ...(namespace === undefined ? {} : { namespace }) },
    collector.report,
  );
  return { documents, objects };
}

/** Phase 1 alone, for YAML that holds no Kubernetes objects: settings and schemas. */
export function readDocuments(sources: readonly Source[], report: Report): readonly ManifestDocument[] {
  return parse(sources, report);
}

/** What `judge` gives: the models beside what was read. */
export interface Judged extends Read {
  readonly application: ApplicationModel;
}

/** Phases 1 to 3: texts to models, for those who only want the findings. */
export function judge(sources: readonly Source[], options: CompileOptions, collector: Collector): Judged {
  const { documents, objects } = read(sources, options.situation, collector);
  return {
    documents,
    objects,
    application: resolve(
      objects,
      { ...options, isRefused: ({ at }) => collector.refused(at) },
      collector.report,
    ),
  };
}

/** What `check` judges by besides the texts. */
export interface CheckContext extends CompileOptions {
  /** Objects of unchanged files: they are referred to, and nothing is said about them. */
  readonly around: readonly KubeObject[];
  /** The objects are all there is: what nobody refers to is unused. */
  readonly complete: boolean;
  readonly custom?: CustomSchemas;
}

/**
 * Phases 1 to 3 for `check`: documents of other programs are passed over, and what a cluster and Podman both accept is
 * looked at once more: references that end nowhere, and what opens the machine.
 */
export function check(sources: readonly Source[], context: CheckContext, collector: Collector): Judged {
  const { situation, around, complete, custom } = context;
  const { report } = collector;
  const documents = parse(sources, report).filter((document) => !isForeign(document));
  const objects = validate(documents, { situation, ...(custom === undefined ? {} : { custom }) }, report);
  const others = new Set(around);
  const isRefused = (object: KubeObject): boolean => others.has(object) || collector.refused(object.at);
  const application = resolve([...objects, ...around], { ...context, isRefused, findingsOnly: true }, report);
  judgeReferences(objects, { around, complete }, report);
  advise(objects, report);
  return { documents, objects, application };
}

/** What phases 3 and 4 need besides the texts. */
export interface CompileOptions {
  readonly situation: Situation;
  readonly observed: Observed;
  readonly baseDirectory: string;
  /** How the proxy of Ingresses is published; absent: it is not run. */
  readonly proxy?: ProxySettings;
}

/** What compiling gives: the models and the plan made from them. */
export interface Compiled extends Judged {
  readonly planned: Planned;
  readonly collector: Collector;
}

/** All phases in order, without a machine or with what was observed of one: texts in, plan out. Runs nothing. */
export function compile(
  sources: readonly Source[],
  options: CompileOptions,
  collector: Collector = createCollector(),
): Compiled {
  const judged = judge(sources, options, collector);
  return { ...judged, planned: plan(judged.application, options, collector.report), collector };
}

/** What resolving and planning give. */
export interface PlannedObjects {
  readonly application: ApplicationModel;
  readonly planned: Planned;
}

/** Phases 3 and 4 on objects that were read before, for a machine that was observed in between. */
export function planObjects(
  objects: readonly KubeObject[],
  options: ResolveOptions & PlanOptions,
  report: Report,
): PlannedObjects {
  const application = resolve(objects, options, report);
  return { application, planned: plan(application, options, report) };
}

/** Phase 5: what was compiled, as files to keep. Secret values are in none of them. */
export function emit(form: EmitForm, compiled: PlannedObjects, options: EmitOptions): Emitted {
  return emitFiles(form, compiled, options);
}
