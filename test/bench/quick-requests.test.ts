/** Workloads of many small requests run. */
import { describeGroup } from './quick-runs.js';

describeGroup('requests');
