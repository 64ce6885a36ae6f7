// The typed linter. Its import rules are the architecture: each room may import only what the list below allows, so
// data flows one way (see docs/architecture.md).
import tseslint from 'typescript-eslint';

const rooms = ['http1', 'link', 'requests', 'diagnostics', 'cookies', 'io', 'godot', 'steam', 'web', 'cli'];

/**
 * Which rooms a part of the source may import, the last entry that fits a file counts. `log` is the one file src/log.ts.
 * What is `portable` also runs in pages: it uses no module and no global of Node, and from link/ only what does neither.
 */
const parts = [
  { files: 'http1', mayImport: [], portable: true },
  { files: 'link', mayImport: [] },
  { files: 'requests', mayImport: ['link'], portable: true },
  { files: 'diagnostics', mayImport: ['link', 'http1'], portable: true },
  { files: 'diagnostics/node.ts', mayImport: ['link', 'http1'] },
  { files: 'cookies', mayImport: [] },
  { files: 'io', mayImport: ['link', 'http1', 'cookies', 'requests'], sockets: true },
  { files: 'godot', mayImport: ['link', 'http1', 'diagnostics'], portable: true },
  { files: 'godot/node', mayImport: ['link', 'http1', 'diagnostics'] },
  { files: 'steam', mayImport: ['link', 'http1', 'diagnostics'], portable: true },
  { files: 'steam/node', mayImport: ['link', 'http1', 'cookies'] },
  { files: 'web', mayImport: ['link', 'http1', 'requests', 'godot', 'steam'], portable: true },
  { files: 'cli', mayImport: ['godot', 'steam'], sockets: true },
];

/** Builtins that only the I/O room may touch, and the command for its demo. */
const socketModules = ['net', 'tls', 'dns', 'dns/promises', 'zlib', 'http', 'https', 'http2'];

/** Globals of Node that pages do not have. */
const nodeGlobals = [
  'Buffer',
  'process',
  'global',
  'require',
  'setImmediate',
  'clearImmediate',
  '__dirname',
  '__filename',
];

const importRules = ({ files, mayImport, portable = false, sockets = false }) => {
  const [room] = files.split('/');
  const forbidden = rooms
    .filter((other) => other !== room && !mayImport.includes(other))
    .map((other) => ({
      group: [`**/${other}/*`, `**/${other}`],
      message: `src/${files} must not import src/${other}/ (see docs/architecture.md)`,
    }));
  if (room === 'http1') {
    forbidden.push({ regex: '^\\.\\./', message: 'http1/ imports nothing from other folders' });
  }
  if (portable) {
    const message = `src/${files} also runs in pages: what only Node has belongs behind a platform (docs/architecture.md)`;
    forbidden.push({ group: ['node:*', '**/link/node.js', '**/installed.js'], message });
  } else if (!sockets) {
    const message = 'only src/io/ (and the demo server in src/cli/) may open sockets';
    forbidden.push({ group: socketModules.map((name) => `node:${name}`), message });
  }
  return {
    files: [files.endsWith('.ts') ? `src/${files}` : `src/${files}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns: forbidden }],
      'no-restricted-globals': portable ? ['error', ...nodeGlobals] : 'off',
    },
  };
};

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'node_modules/', 'test/data/'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs', 'examples/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'use an `as const` object with a derived union type' },
        {
          selector: "MemberExpression[object.name='URL'][property.name='canParse']",
          message: 'wrong in Node 20 (src/parse-url.ts)',
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 450, skipComments: true, skipBlankLines: true }],
    },
  },
  ...parts.map(importRules),
  {
    files: ['src/http1/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...nodeGlobals, 'TextDecoder', 'TextEncoder', 'console'] },
  },
  {
    // node:test's describe/it return promises that nobody awaits, by design.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', 'no-console': 'off' },
  },
  {
    // Cases get their types from the list that they stand in, which the rule does not see.
    files: ['test/contract/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['src/cli/**/*.ts', 'scripts/**', 'examples/**/*.mjs', 'src/log.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
