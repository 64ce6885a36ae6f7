/** Headers as programs give them: `Name: value`. */

/** Whether a header has this name, which must be given in lower case. */
export function nameIs(header: string, lowerCaseName: string): boolean {
  return (
    header.charCodeAt(lowerCaseName.length) === 0x3a &&
    header.slice(0, lowerCaseName.length).toLowerCase() === lowerCaseName
  );
}
