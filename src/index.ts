/** The library: read and check manifests, compile them to models and a plan, print or run the plan. */
export { type Compiled, type CompileOptions, compile, emit, type Read, read } from './compile.js';
export { type Collector, createCollector } from './diagnostics/collect.js';
export type { Diagnostic, Group, Severity } from './diagnostics/diagnostic.js';
export type { FieldPath, TextRange } from './diagnostics/field-path.js';
export { run } from './io/run.js';
export type { RunOptions, RunProblem, RunResult } from './io/run-result.js';
export type { ApplicationModel, ObjectModel } from './model/application.js';
export type { ContainerModel, PodModel } from './model/pod-model.js';
export type { EmitForm, EmitOptions, Emitted } from './phases/5-emit.js';
export { assumedFor } from './phases/assumed.js';
export type { KubeObject, ManifestDocument, Source } from './phases/documents.js';
export type { Observed } from './phases/observed.js';
export type { Operation, Plan } from './podman/operations.js';
export type { PodmanTarget, Situation } from './podman/target.js';
