import type { ScheduleModel } from '../../../model/schedule.js';
import { namespaced, podNames } from '../../../podman/names.js';
import { systemdFolder } from '../../../podman/unit-keys.js';
import { calendarEvents } from './calendar.js';
import { podService } from './pod-unit.js';
import { execLine, shellLine } from './service-lines.js';
import { placeOf, type UnitSources } from './sources.js';
import type { UnitFile, UnitLine } from './unit-file.js';

/** Podman's names of the pods that only a timer starts. */
export function scheduledPods(schedules: readonly ScheduleModel[]): ReadonlySet<string> {
  return new Set(schedules.flatMap(({ owner, pods }) => pods.map((pod) => namespaced(owner.namespace, pod))));
}

/**
 * A CronJob: a timer, and the service of one run, which starts the pods, waits until their containers have ended and
 * stops them. While it runs the timer starts no second one.
 * Sources: systemd.timer(5), Persistent= and AccuracySec=; systemd.service(5), Type=oneshot; kubernetes
 * pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob.
 */
export function scheduleUnitFiles(
  schedule: ScheduleModel,
  { situation, containers }: UnitSources,
): readonly UnitFile[] {
  const { owner, origin, pods } = schedule;
  const name = `${namespaced(owner.namespace, owner.name)}-cronjob`;
  const mine = pods.map((pod) => podNames(owner.namespace, pod));
  const started = mine.flatMap((names) =>
    [...containers].flatMap(([container, { pod, container: model }]) => {
      const isMain = model.role === 'app';
      return isMain && podNames(pod.identity.namespace, pod.identity.name).pod === names.pod
        ? [`${container}.service`]
        : [];
    }),
  );
  const services = mine.map(({ pod }) => podService(pod));
  const systemctl = situation.target.rootless ? ['systemctl', '--user'] : ['systemctl'];
  const ctl = systemctl.join(' ');
  return [
    {
      name: `${systemdFolder}/${name}.timer`,
      head: [`Starts CronJob ${owner.name}: systemctl enable --now ${name}.timer`, placeOf(origin)],
      sections: [
        { name: 'Timer', lines: timeLines(schedule) },
        { name: 'Install', lines: [['WantedBy', 'timers.target']] },
      ],
    },
    {
      name: `${systemdFolder}/${name}.service`,
      head: [`One run of CronJob ${owner.name}: systemctl start ${name}.service`, placeOf(origin)],
      sections: [
        {
          name: 'Service',
          lines: [
            ['Type', 'oneshot'],
            execLine('ExecStart', [...systemctl, 'start', ...services, ...started]),
            {
              comment: 'Services that are being started again are still active; a failed one fails the run',
            },
            shellLine('ExecStart', [untilEnded(ctl, started)]),
            execLine('ExecStopPost', [...systemctl, 'stop', ...services]),
          ],
        },
      ],
    },
  ];
}

function untilEnded(systemctl: string, services: readonly string[]): string {
  const isRunning = `case "$(${systemctl} show -P ActiveState "$s")" in *ing|active) ;; *) false ;; esac`;
  const isFine = `[ "$(${systemctl} show -P Result "$s")" = success ]`;
  return `for s in ${services.join(' ')}; do while ${isRunning}; do sleep 1; done; ${isFine}; done`;
}

function timeLines({ times, timeZone }: ScheduleModel): readonly UnitLine[] {
  const exactly: UnitLine = ['AccuracySec', '1s'];
  if ('everyMs' in times) {
    const seconds = `${times.everyMs / 1000}s`;
    return [['OnActiveSec', seconds], ['OnUnitActiveSec', seconds], exactly];
  }
  return [
    ...calendarEvents(times, timeZone).map((event) => ['OnCalendar', event] as const),
    exactly,
    ['Persistent', 'true'],
  ];
}
