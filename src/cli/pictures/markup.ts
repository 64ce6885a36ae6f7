/**
 * Text inside XML and HTML.
 */

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that no markup can come out of; what XML cannot hold at all is left out. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => references[sign]!)
    .replace(/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
