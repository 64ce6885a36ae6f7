/** The door of cookies/: containers, and the check of a single cookie. */
export { CookieContainer, acceptsCookie } from './container.js';
