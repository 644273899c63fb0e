import { type ChildProcess, spawn } from 'node:child_process';

/** How Podman is reached: the command, its own global options, and what is added to its environment. */
export interface PodmanProgram {
  readonly command: string;
  /** Podman's global options (`--root`, `--connection`, ...), before every sub-command. */
  readonly globals: readonly string[];
}

/** What one call of a program gave. Failures are values: nothing here throws for an exit code. */
export interface ProgramResult {
  /** Words as executed, for messages; the executor never puts a secret in them. */
  readonly words: readonly string[];
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Set when the program could not be started at all. */
  readonly missing: boolean;
  readonly interrupted: boolean;
}

export interface RunOptions {
  readonly input?: Uint8Array | string;
  /** Hand the input over through a pipe: Node gives a socket, which `secret create -` and /dev/stdin do not take. */
  readonly throughPipe?: boolean;
  readonly timeoutMs?: number;
  /** What ends it when its time is up; TERM, unless said otherwise. */
  readonly killSignal?: 'SIGKILL';
  /** Ends the call early; the result is then `interrupted`. */
  readonly signal?: AbortSignal;
}

/** Loaded at the first program that runs to its end: with Podman's socket most commands run none. */
const loadExeca = async () => (await import('execa')).execa;

/** Runs `podman WORDS`. Every call of Podman goes through here. */
export function runPodman(
  program: PodmanProgram,
  words: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  return runProgram(program.command, [...program.globals, ...words], options);
}

/** Runs a program of the host (nft, flock, tar, ...), without a shell. */
export async function runProgram(
  command: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const [program, ...args] =
    options.throughPipe === true ? ['sh', '-c', 'cat | "$@"', 'sh', command, ...words] : [command, ...words];
  const execa = await loadExeca();
  const result = await execa(program ?? command, args, {
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    // A group of its own: Ctrl-C reaches kube2pod alone, which then undoes what it did.
    detached: true,
    cleanup: false,
    input: options.input ?? '',
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.killSignal === undefined ? {} : { killSignal: options.killSignal }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  return {
    words: [command, ...words],
    // Podman 5 ends with 1 by itself when it is told to end.
    code: result.timedOut ? 124 : (result.exitCode ?? 125),
    stdout: Buffer.from(result.stdout ?? new Uint8Array()),
    stderr: Buffer.from(result.stderr ?? new Uint8Array()).toString('utf8'),
    missing: result.code === 'ENOENT',
    interrupted: result.isCanceled,
  };
}

/** Runs a program and reads its output while it comes, which may be much; it is ended as soon as there is enough. */
export async function readProgram(
  command: string,
  words: readonly string[],
  onChunk: (chunk: Buffer) => 'more' | 'enough',
): Promise<void> {
  const execa = await loadExeca();
  const child = execa(command, words, { reject: false, stdin: 'ignore', stderr: 'ignore', buffer: false });
  for await (const chunk of child.stdout) {
    if (onChunk(Buffer.from(chunk as Uint8Array)) === 'enough') {
      child.kill('SIGTERM');
      break;
    }
  }
  await child;
}

/** A program that runs beside us until it is told to end, or until we die. */
export interface HeldProgram {
  /** Resolves with the first line it prints, or undefined when it ends without one. */
  readonly firstLine: Promise<string | undefined>;
  readonly release: () => Promise<void>;
}

/** A program that is spoken to through pipes, and when it is gone. Its messages go nowhere. */
function startPiped(command: string, words: readonly string[]) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    // It could not be started.
    child.on('error', () => resolve());
  });
  // What it does not read any more is nobody's loss.
  child.stdin.on('error', () => {});
  return { child, ended };
}

/** Starts a program whose standard input stays open as long as we live: it ends when that closes; on release it gets a line. */
export function holdProgram(command: string, words: readonly string[]): HeldProgram {
  const { child, ended } = startPiped(command, words);
  const firstLine = new Promise<string | undefined>((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    void ended.then(() => resolve(undefined));
  });
  const release = async (): Promise<void> => {
    child.stdin.end('released\n');
    await ended;
  };
  return { firstLine, release };
}

/** Starts a program that is spoken to in lines, and ends with us; `ended` is called once when it is gone. */
export function startLineProgram(
  command: string,
  words: readonly string[],
  onLine: (line: string) => void,
  ended: () => void,
): {
  readonly send: (line: string) => void;
  readonly firstLine: Promise<undefined>;
  readonly release: () => Promise<void>;
} {
  const piped = startPiped(command, words);
  const { child } = piped;
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  const end = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', end);
  void piped.ended.then(() => {
    process.removeListener('exit', end);
    ended();
  });
  return {
    send: (line) => {
      child.stdin.write(`${line}\n`);
    },
    firstLine: Promise.resolve(undefined),
    release: async () => {
      child.stdin.end();
      end();
      await piped.ended;
    },
  };
}

/** Starts a program in a session of its own that outlives us; both its outputs go to an open file. */
export function startDetached(command: string, words: readonly string[], output: number): Started {
  return started(spawn(command, words, { detached: true, cwd: '/', stdio: ['ignore', output, output] }));
}

/** A program that goes on without us. */
export interface Started {
  readonly hasEnded: () => boolean;
}

/** Starts a program in a session of its own whose output nobody reads; tells whether it ended. */
export function startService(command: string, words: readonly string[]): Started {
  return started(spawn(command, words, { detached: true, cwd: '/', stdio: 'ignore' }));
}

// Not execa, which takes no file descriptor of ours for an output.
function started(child: ChildProcess): Started {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  child.on('exit', end);
  child.on('error', end);
  child.unref();
  return { hasEnded: () => ended };
}
