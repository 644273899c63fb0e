import { isSecretText, lateValues, plainText, type Text } from '../../model/text.js';
import type { Operation } from '../../podman/operations.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import { rootFolder } from '../root-folder.js';
import type { PodVolume } from '../volumes/model.js';
import type { ContainerEnv, EnvVariable } from './model.js';

/** What a container's variables are planned from. */
export interface EnvPlan {
  readonly env: ContainerEnv;
  readonly container: string;
  readonly volumes: readonly PodVolume[];
}

/** Files lie in the folder of the volume that is mounted; a tmpfs is mounted itself. */
function placed(value: Text, volumes: readonly PodVolume[]): Text {
  return value.map((part) => {
    if (typeof part === 'string' || part.kind === 'secret' || part.late.name !== 'fileKey') return part;
    const { late } = part;
    const source = volumes.find(({ name }) => name === late.volume)?.source;
    const isMemory = source?.kind === 'empty' && source.medium === 'memory';
    return isMemory ? part : { ...part, late: { ...late, path: `${rootFolder}/${late.path}` } };
  });
}

/**
 * A container's variables in Podman's words. A value with a secret piece becomes a Podman secret of its own, so that
 * it shows neither in an argument list nor in `podman inspect` (design decision 10); all others are plain. Podman
 * secrets cannot be empty (1 to 512000 bytes), so a secret value that is empty is set in the open: there is nothing
 * to hide. Two variables of one container never share a secret.
 * Source: man podman-create(1), --env and --secret type=env; containers/common pkg/secrets.
 */
export function planEnv(
  { env: given, container, volumes }: EnvPlan,
  context: PlanContext,
): ContainerContribution {
  const env = given.map((variable) => ({ ...variable, value: placed(variable.value, volumes) }));
  const hidden = env.filter(({ value }) => isHidden(value));
  const shown = env.filter(({ value }) => !isHidden(value));
  const named = hidden.map((variable) => ({
    variable,
    secret: context.names.secret(`${container}-env-${safeName(variable.name)}`),
  }));
  return {
    spec: {
      ...(shown.length === 0
        ? {}
        : { env: Object.fromEntries(shown.map(({ name, value }) => [name, openText(value, context)])) }),
      ...(named.length === 0
        ? {}
        : { secretEnv: Object.fromEntries(named.map(({ variable, secret }) => [variable.name, secret])) }),
    },
    before: named.map(({ variable, secret }) => createSecret({ variable, secret }, context)),
  };
}

/** A value is hidden when something secret is in it. */
function isHidden(value: Text): boolean {
  return isSecretText(value) && (lateValues(value).length > 0 || value.some(hasLength));
}

function hasLength(part: Text[number]): boolean {
  return typeof part === 'string' ? part !== '' : part.kind === 'secret' && part.reveal() !== '';
}

/** Volumes of late values are called by their Podman names from here on; empty secret pieces are nothing. */
function openText(value: Text, context: PlanContext): Text {
  if (plainText(value) !== undefined) return value;
  return value.flatMap((part): Text => {
    if (typeof part === 'string') return [part];
    if (part.kind === 'secret') return hasLength(part) ? [part] : [];
    const { late } = part;
    return [
      late.name === 'fileKey'
        ? { ...part, late: { ...late, volume: context.names.volume(late.volume) } }
        : part,
    ];
  });
}

function createSecret(
  { variable, secret }: { readonly variable: EnvVariable; readonly secret: string },
  context: PlanContext,
): Operation {
  return {
    op: 'secret.create',
    id: `secret.create ${secret}`,
    needs: [],
    origin: variable.origin,
    secret,
    value: openText(variable.value, context),
    labels: context.labels,
  };
}

/**
 * Names of Podman secrets may hold letters, digits, `-`, `_` and `.`: any other name of a variable is written in
 * hexadecimal behind a dot, which no plain one has, so that two variables never share a secret.
 */
function safeName(name: string): string {
  return /^[A-Za-z0-9_]*[A-Za-z0-9]$/.test(name) ? name : `x.${Buffer.from(name, 'utf8').toString('hex')}`;
}
