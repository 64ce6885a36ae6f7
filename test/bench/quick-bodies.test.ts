/** Workloads of large bodies run. */
import { describeGroup } from './quick-runs.js';

describeGroup('bodies');
