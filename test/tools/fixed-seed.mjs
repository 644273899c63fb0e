// Property tests run on the same values everywhere, so that a change is judged by itself and not by luck. To look further:
// KUBE2POD_SEED=random npm run test:unit (or a number that a failure printed).
import fc from 'fast-check';

const seed = process.env.KUBE2POD_SEED ?? '20261126';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });
