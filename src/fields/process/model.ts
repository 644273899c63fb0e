import type { Text } from '../../model/text.js';

/** What runs in the container. Absent command and args mean the image's own. */
export interface ContainerProcess {
  /** Replaces the image's ENTRYPOINT and drops its CMD. */
  readonly command?: readonly Text[];
  /** Replaces the image's CMD. */
  readonly args?: readonly Text[];
  /** Absent: the image's. */
  readonly workingDir?: string;
  /** Whether `workingDir` may have to be made, because no mount is there and the image may lack it. */
  readonly makeWorkingDir: boolean;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
}
