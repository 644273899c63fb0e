import { isHeldBack } from '../../supervisor/container-state.js';
import type { StoreView } from '../../supervisor/controller.js';
import type { SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import type { SupervisorStatus } from '../../supervisor/status.js';
import type { Surroundings } from './surroundings.js';

/** Tells what a look shows and nobody did here: made once, then called with every look. */
export type Teller = (view: StoreView) => void;

/**
 * Tells `describe` what happened to containers: that one started, whoever started it (apply starts what waits for
 * nothing), and that one waits for its restart. Each once for a container, which a restart makes anew.
 * Sources: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer: event StartedContainer;
 * kuberuntime_manager.go, doBackOff: event BackOffStartContainer.
 */
export function noteChanges(
  { note }: Pick<Surroundings, 'note'>,
  before: SupervisorStatus | undefined,
): Teller {
  const known = Object.values(before?.pods ?? {}).flatMap(({ containers }) => Object.values(containers));
  const starts = onceEach(({ name }, pod) =>
    note(pod, { type: 'Normal', reason: 'Started', message: `Started container ${name}` }),
  );
  const backOffs = onceEach(({ name }, pod) => {
    const message = `Back-off restarting failed container ${name} in pod ${pod}`;
    note(pod, { type: 'Warning', reason: 'BackOff', message });
  });
  starts.skip(known.filter(({ ran }) => ran === true).map(({ id }) => id));
  return ({ pods, now }) => {
    starts.tell(pods, ({ startedAt, startError }) => startedAt > 0 && startError !== true);
    backOffs.tell(pods, (container) => isHeldBack(container, now));
  };
}

/** Calls back for each container that meets a condition, and again only for another container. */
function onceEach(say: (container: SupervisedContainer, pod: string) => void) {
  let told: ReadonlySet<string> = new Set();
  return {
    skip: (ids: readonly string[]): void => {
      told = new Set(ids);
    },
    tell: (pods: readonly SupervisedPod[], isMet: (container: SupervisedContainer) => boolean): void => {
      const met = pods.flatMap(({ name, containers }) =>
        containers.filter(isMet).map((container) => ({ pod: name, container })),
      );
      for (const { pod, container } of met) if (!told.has(container.id)) say(container, pod);
      told = new Set(met.map(({ container }) => container.id));
    },
  };
}
