// Which test files share a process, and which processes begin first. A file has a process of its own unless it stands here:
// starting one and loading what many files need costs more than the tests of most files.

/** Files of a group run in one process, one after another. They are independent of each other: each runs alone as well. */
export const groups = [
  // One Chromium for each: starting it takes a second of processor time, and loading what drives it half a second. Pages
  // wait much, so they are not all in one.
  { name: 'playground-looks', files: /^playground\/page-(controls|looks)/ },
  { name: 'playground-runs', files: /^playground\/page-(frames|network|path)/ },
  { name: 'web-steam', files: /^web\/steam-/ },
  { name: 'web-godot', files: /^web\/(browser-page|godot(-contract)?)\.test/ },
  // Quick ones, which leave nothing behind in the process.
  { name: 'cli-parts', files: /^cli\/(?!commands\/)/ },
  { name: 'io-parts', files: /^io\/(?!tls-client|requests\/|cache\/(disk|memory-of))/ },
  { name: 'bench-parts', files: /^bench\/(?!quick-|command\.)/ },
  { name: 'docs-parts', files: /^docs\/(blocks|compatibility|errors|links|security)/ },
  { name: 'parts', files: /^(cookies|http1|link|log|requests|web\/godot)\// },
];

/** What takes longest begins first, so that none of it is left alone at the end. */
export const longest = [
  'playground/page-samples',
  'web-',
  'playground-',
  'bench/quick-',
  'contract/',
  'docs/programs',
  'io/cache/disk-',
  'bundling/',
];
