// In CI an end-to-end test that fails is tried once more, and its first failure is shown: the machine is not ours alone.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
