import type { FieldPath } from '../../diagnostics/field-path.js';
import type { HostPathFacts } from '../../phases/observed.js';
import type { ResolveContext } from '../context.js';
import type { HostSource } from './model.js';

interface HostRequest {
  readonly path: string;
  readonly type: string;
  readonly readOnly: boolean;
}

/** What each type accepts, and makes. Source: kubernetes pkg/volume/hostpath/host_path.go, checkTypeInternal. */
const types: {
  readonly [type: string]: {
    readonly accepts: readonly HostPathFacts['type'][];
    readonly make: HostSource['make'];
    readonly expect: HostSource['expect'];
  };
} = {
  // Nothing is checked, and containerd makes a folder of what is missing.
  '': {
    accepts: ['directory', 'file', 'socket', 'charDevice', 'blockDevice', 'other'],
    make: 'directory',
    expect: 'any',
  },
  DirectoryOrCreate: { accepts: ['directory'], make: 'directory', expect: 'directory' },
  Directory: { accepts: ['directory'], make: 'nothing', expect: 'directory' },
  FileOrCreate: { accepts: ['file'], make: 'file', expect: 'file' },
  File: { accepts: ['file'], make: 'nothing', expect: 'file' },
  Socket: { accepts: ['socket'], make: 'nothing', expect: 'any' },
  CharDevice: { accepts: ['charDevice'], make: 'nothing', expect: 'any' },
  BlockDevice: { accepts: ['blockDevice'], make: 'nothing', expect: 'any' },
};

/**
 * A path of this machine, checked as the kubelet checks it when the machine was looked at.
 * Reports: podman/host-path-type, podman/host-path-not-writable.
 */
export function hostSource(request: HostRequest, at: FieldPath, context: ResolveContext): HostSource {
  const { path, type, readOnly } = request;
  const rule = types[type] ?? types[''];
  const facts = context.observed.hostPaths.get(path);
  const absent = facts?.type === 'absent';
  if (facts !== undefined && rule !== undefined) {
    const fits = absent ? rule.make !== 'nothing' : rule.accepts.includes(facts.type);
    if (!fits) context.report('podman/host-path-type', at.child('path'), { path, type, found: facts.type });
    else if (!absent && !facts.writable && !readOnly && context.situation.target.rootless) {
      context.report('podman/host-path-not-writable', at.child('path'), { path });
    }
  }
  return {
    kind: 'host',
    path,
    readOnly,
    make: absent || !context.observed.live ? (rule?.make ?? 'nothing') : 'nothing',
    expect: rule?.expect ?? 'any',
    isDevice: type === 'CharDevice' || type === 'BlockDevice',
  };
}
