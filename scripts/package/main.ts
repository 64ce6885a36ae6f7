/** Puts the package together, ready for `npm publish`. */
import { PACKAGE, stage } from './stage.js';

await stage(PACKAGE);
console.log(`The package is in ${PACKAGE}.`);
