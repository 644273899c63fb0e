import { expect, test } from '@jest/globals';
import { isTimeZone } from '../../src/model/time-zones.js';

test('every zone that the runtime knows by its own name is one', () => {
  expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isTimeZone(zone))).toEqual([]);
});
