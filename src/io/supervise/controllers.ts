import { type StoreView, type Work, workOf } from '../../supervisor/controller.js';
import { cronJobController } from './cron-job-controller.js';
import { jobController } from './job-controller.js';
import { podController } from './pod-controller.js';
import { rolloutController } from './rollout-controller.js';
import { serviceController } from './service-controller.js';
import type { StartFailures } from './start-failures.js';
import type { Surroundings } from './surroundings.js';

/** The supervisor's controllers, in the order in which they decide at each look. A new one takes one line here. */
export function controllers(
  surroundings: Surroundings,
  failures: StartFailures,
): readonly ((view: StoreView) => readonly Work[])[] {
  return [
    workOf(podController(surroundings, failures)),
    workOf(serviceController(surroundings)),
    workOf(jobController(surroundings)),
    workOf(cronJobController(surroundings)),
    workOf(rolloutController(surroundings)),
  ];
}
