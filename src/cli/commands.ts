import type { Argv } from 'yargs';
import type { Command } from './command.js';

/** A command whose kind of options only itself knows. */
export interface LoadedCommand {
  readonly builder: (cli: Argv) => Argv;
  readonly run: (options: object, afterDashes: readonly string[]) => Promise<number>;
}

/** What the help of all commands shows of one; the rest is loaded for those that the command line names. */
export interface ListedCommand {
  /** Its name and its positional words, as yargs wants them. */
  readonly command: string;
  readonly describe: string;
  readonly load: () => Promise<LoadedCommand>;
}

function listed<Options>(
  command: string,
  describe: string,
  load: () => Promise<Command<Options>>,
): ListedCommand {
  return {
    command,
    describe,
    load: async () => {
      const { builder, run } = await load();
      return {
        builder: (cli) => builder(cli) as Argv,
        // yargs gives what this builder declares.
        run: (options, afterDashes) => run(options as Options, afterDashes),
      };
    },
  };
}

/** All commands, in the order of the help. A new one takes one row here. */
export const commands: readonly ListedCommand[] = [
  listed(
    'apply [files..]',
    'Run manifests on Podman; what did not change is not touched',
    async () => (await import('./apply.js')).applyCommand,
  ),
  listed(
    'delete [files..]',
    'Stop and remove what was applied; the data of claims stays unless --volumes is given',
    async () => (await import('./delete.js')).deleteCommand,
  ),
  listed(
    'get [what..]',
    'Show what kube2pod runs: pods (the default), jobs, deployments, services, ... or all (get deploy,svc; get deploy/web)',
    async () => (await import('./get.js')).getCommand,
  ),
  listed(
    'describe <what> [name]',
    'Show all about one object: its containers, probes and events (describe web, describe pod/web, describe deployment web)',
    async () => (await import('./describe.js')).describeCommand,
  ),
  listed(
    'run <object>',
    'Start a run of a CronJob now (cronjob/NAME), or a finished Job once more (job/NAME)',
    async () => (await import('./run.js')).runCommand,
  ),
  listed(
    'diff [files..]',
    'Show what apply would change: exit code 0 nothing, 1 something, more than 1 an error',
    async () => (await import('./diff.js')).diffCommand,
  ),
  listed(
    'scale <objects..>',
    'Set the number of pods of a Deployment, ReplicaSet, ReplicationController or StatefulSet',
    async () => (await import('./scale.js')).scaleCommand,
  ),
  listed(
    'rollout <action> <objects..>',
    'restart: make the pods of a workload anew, step by step; status: wait until that is done',
    async () => (await import('./rollout.js')).rolloutCommand,
  ),
  listed(
    'logs [target..]',
    'Show what a pod, the pods of a workload (deploy/web) or of a selector wrote',
    async () => (await import('./logs.js')).logsCommand,
  ),
  listed(
    'exec <target> [command..]',
    'Run a command in a container: exec [-it] POD [-c CONTAINER] -- COMMAND',
    async () => (await import('./exec.js')).execCommand,
  ),
  listed(
    'port-forward <target> [ports..]',
    'Reach ports of a pod, workload or Service from here: port-forward svc/web 8080:80',
    async () => (await import('./port-forward.js')).portForwardCommand,
  ),
  listed(
    'check [files..]',
    'Say what a cluster and Podman would make of manifests, without running anything',
    async () => (await import('./check-command.js')).checkCommand,
  ),
  listed(
    'convert [files..]',
    'Turn manifests into a shell script, units for systemd (Quadlet) or YAML for podman kube play, or print their models and plan',
    async () => (await import('./convert.js')).convertCommand,
  ),
  listed(
    'graph [files..]',
    'Draw the application: pods with their infra container, conmon, containers, volumes, and Services',
    async () => (await import('./graph.js')).graphCommand,
  ),
  listed(
    'generate <name>',
    'Print a Kubernetes manifest for a pod or container that Podman has, whoever made it',
    async () => (await import('./generate.js')).generateCommand,
  ),
  listed(
    'explain [what] [files..]',
    'Tell what becomes of a field, what a code means, or what a line of a manifest leads to',
    async () => (await import('./explain.js')).explainCommand,
  ),
  listed(
    'supervisor <action>',
    'See (status, logs) or stop the process that probes and restarts what was applied; run: in the foreground',
    async () => (await import('./supervisor.js')).supervisorCommand,
  ),
  listed(
    'completion <shell>',
    'Print what makes a shell complete commands and options',
    async () => (await import('./completion.js')).completionCommand,
  ),
];
