/** What a container wrote to one of its outputs. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const headerBytes = 8;

/**
 * Takes Podman's multiplexed streams apart: a byte that names the stream, three zeros, the length as a big-endian
 * number, and the bytes. Chunks may end anywhere. Source: podman pkg/api/handlers/compat/containers_attach.go and
 * docs of the Docker API, "Stream format".
 */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= headerBytes) {
      const end = headerBytes + rest.readUInt32BE(4);
      if (rest.length < end) return;
      onFrame({ stream: rest[0] === 2 ? 'stderr' : 'stdout', bytes: rest.subarray(headerBytes, end) });
      rest = rest.subarray(end);
    }
  };
}

/** Takes text apart at line ends; chunks may end anywhere. */
export function lineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      if (line.trim() !== '') onLine(line);
    }
  };
}
