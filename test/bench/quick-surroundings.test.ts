/** Workloads run that are about what is around requests: a frame loop, a fresh process, idle connections. */
import { describeGroup } from './quick-runs.js';

describeGroup('surroundings');
