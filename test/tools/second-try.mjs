// An end-to-end test that fails is tried again, and its failures are shown: the machine is not ours alone.
import { jest } from '@jest/globals';

jest.retryTimes(2, { logErrorsBeforeRetry: true });
