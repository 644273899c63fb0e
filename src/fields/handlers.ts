import type { HTTPGetAction } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkWord,
  forbid,
  invalid,
  portRange,
  required,
  type Scope,
} from './check.js';
import { portNameRule } from './names.js';

/** What a probe or hook may do: exactly one thing. */
export interface Handlers {
  readonly exec?: { readonly command?: readonly string[] } | undefined;
  readonly httpGet?: HTTPGetAction | undefined;
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string } | undefined;
  readonly grpc?: { readonly port: number; readonly service?: string } | undefined;
  readonly sleep?: { readonly seconds: number } | undefined;
}

/** Source: pkg/apis/core/validation/validation.go, validateHandler. */
export function validateHandlers(handlers: Handlers, at: FieldPath, scope: Scope, graceSeconds = 30): void {
  const set = (['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const).filter(
    (name) => handlers[name] !== undefined,
  );
  const [first, ...others] = set;
  for (const name of others) forbid(at.child(name), 'there may be only one handler', scope);
  const { exec, httpGet, tcpSocket, grpc, sleep } = handlers;
  switch (first) {
    case undefined:
      required(undefined, at, scope, 'say what to do: exec, httpGet, tcpSocket, grpc or sleep');
      break;
    case 'exec':
      if ((exec?.command ?? []).length === 0) required(undefined, at.child('exec', 'command'), scope);
      break;
    case 'httpGet':
      if (httpGet !== undefined) validateHttpGet(httpGet, at.child('httpGet'), scope);
      break;
    case 'tcpSocket':
      validatePort(tcpSocket?.port, at.child('tcpSocket', 'port'), scope);
      break;
    case 'grpc':
      checkRange(grpc?.port ?? 0, portRange, at.child('grpc', 'port'), scope);
      break;
    case 'sleep':
      checkRange(
        sleep?.seconds,
        [0, graceSeconds],
        at.child('sleep', 'seconds').printedAs(at.child('sleep').toString()),
        scope,
      );
      break;
    default:
      first satisfies never;
  }
}

function validateHttpGet(
  { port, scheme, httpHeaders = [] }: HTTPGetAction,
  at: FieldPath,
  scope: Scope,
): void {
  validatePort(port, at.child('port'), scope);
  checkWord(scheme === '' ? undefined : scheme, ['HTTP', 'HTTPS'], at.child('scheme'), scope);
  for (const [index, { name }] of httpHeaders.entries()) {
    const list = at.child('httpHeaders');
    if (!/^[-A-Za-z0-9]+$/.test(name ?? ''))
      invalid(
        name,
        list.index(index).child('name').printedAs(list.toString()),
        'must be the name of an HTTP header',
        scope,
      );
  }
}

/** A number between 1 and 65535, or the name of a port. Source: ValidatePortNumOrName. */
export function validatePort(port: number | string | undefined, at: FieldPath, scope: Scope): void {
  if (typeof port === 'string') checkName(port, portNameRule, at, scope);
  else checkRange(port ?? 0, portRange, at, scope);
}
