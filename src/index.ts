export { set_logger } from './log.js';
