import { describeEquality } from './equality.js';

await describeEquality('here');
