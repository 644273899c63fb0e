import { describe, expect, test } from '@jest/globals';
import { slotName, slotsOf } from '../../src/kinds/slots.js';

describe('slots of a controller', () => {
  test.each([
    ['nothing is there', 3, [], [0, 1, 2]],
    ['all are there: as many free ones beside them', 2, ['web-pod', 'web-pod-1'], [0, 1, 2, 3]],
    ['gaps are filled first', 2, ['web-pod-1', 'web-pod-3'], [0, 1, 2, 3]],
    ['scaled to none: what is there is looked at', 0, ['web-pod-2'], [2]],
    ['none wanted and none there: the template is resolved all the same', 0, [], [0]],
    ['names of others are none of its slots', 1, ['web-pod-01', 'web-pod-x', 'other-pod'], [0]],
  ])('%s', (_what, wanted, held, slots) => {
    expect(slotsOf('web', wanted, held)).toEqual(slots);
  });

  test('are named as podman kube play names the first pod', () => {
    expect([0, 1, 12].map((slot) => slotName('web', slot))).toEqual(['web-pod', 'web-pod-1', 'web-pod-12']);
  });
});
