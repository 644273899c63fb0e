import type { EnvVar } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { expand } from '../../model/expansion.js';
import { isSecretText, normalText, type Text, type TextPart } from '../../model/text.js';
import type { ResolveContext } from '../context.js';
import { resolveEnvFrom } from './env-from.js';
import type { EnvInput } from './input.js';
import type { ContainerEnv, EnvVariable } from './model.js';
import { resolveValueFrom } from './value-from.js';

type Variables = Map<string, EnvVariable>;

/**
 * All variables that a manifest gives a container, because Podman knows neither their sources nor `$(VAR)`.
 * envFrom first, then env in list order, later ones winning; `$(VAR)` sees what stands before it, envFrom and the
 * Services' variables; Services' variables last, where no other has their name. An optional source that is missing
 * leaves a variable of envFrom as it was.
 * Reports: reference/*, podman/env-too-long, podman/env-not-text, podman/env-line-end,
 * podman/secret-variable-name.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables.
 */
export function resolveEnv(input: EnvInput, at: FieldPath, context: ResolveContext): ContainerEnv {
  const { container, serviceVariables = new Map<string, Text>() } = input;
  const found: Variables = new Map(
    resolveEnvFrom(container.envFrom ?? [], at.child('envFrom'), context).map((one) => [one.name, one]),
  );
  const lookup = (name: string): Text | undefined => found.get(name)?.value ?? serviceVariables.get(name);
  for (const [index, variable] of (container.env ?? []).entries()) {
    const origin = at.child('env').index(index);
    const value = resolveVariable({ variable, input, lookup }, origin, context);
    if (value !== undefined)
      found.set(variable.name, { name: variable.name, value: normalText(value), origin });
  }
  for (const [name, value] of serviceVariables) {
    if (!found.has(name)) found.set(name, { name, value, origin: at, fromService: true });
  }
  const variables = [...found.values()];
  for (const variable of variables) checkVariable(variable, context);
  return variables;
}

interface VariableInput {
  readonly variable: EnvVar;
  readonly input: EnvInput;
  readonly lookup: (name: string) => Text | undefined;
}

/** Undefined: the variable is left out. An empty value counts as none, so that valueFrom is looked at. */
function resolveVariable(
  { variable, input, lookup }: VariableInput,
  at: FieldPath,
  context: ResolveContext,
): Text | undefined {
  const { name, value, valueFrom, ...rest } = variable;
  rest satisfies Record<string, never>;
  if (value !== undefined && value !== '') return expand<Exclude<TextPart, string>>(value, lookup);
  if (valueFrom === undefined) return [];
  return resolveValueFrom({ source: valueFrom, name, input }, at.child('valueFrom'), context);
}

/** One argument or variable of a program, its end marked by a zero byte. Source: execve(2), MAX_ARG_STRLEN. */
const longestVariableBytes = 131_071;

/** Faults that would only show when the container starts. */
function checkVariable({ name, value, origin }: EnvVariable, { report, situation }: ResolveContext): void {
  const literal = value.map((part) =>
    typeof part === 'string' ? part : part.kind === 'secret' ? part.reveal() : '',
  );
  const text = literal.join('');
  if (text.includes('\0')) report('podman/env-not-text', origin, { name, problem: 'nul' });
  const bytes = Buffer.byteLength(name) + 1 + Buffer.byteLength(text);
  if (bytes > longestVariableBytes) {
    report('podman/env-too-long', origin, { name, bytes, limit: longestVariableBytes });
  }
  const isOnCommandLine = situation.output === 'script' || situation.output === 'quadlet';
  if (isOnCommandLine && !isSecretText(value) && text.includes('\r\n'))
    report('podman/env-line-end', origin, { name });
  if (isSecretText(value) && name.includes(',')) report('podman/secret-variable-name', origin, { name });
}
