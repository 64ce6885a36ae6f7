// The typed linter. Its import rules are the architecture: each room may import only what the list below allows, so
// data flows one way (see docs/architecture.md).
import tseslint from 'typescript-eslint';

const rooms = ['http1', 'link', 'cookies', 'io', 'godot', 'steam', 'web', 'cli'];

/** Which rooms a room may import. `log` is the one file src/log.ts. */
const mayImport = {
  http1: [],
  link: [],
  cookies: [],
  io: ['link', 'http1', 'cookies'],
  godot: ['link', 'http1'],
  steam: ['link', 'http1', 'cookies'],
  web: ['http1'],
  cli: ['godot', 'steam'],
};

/** Builtins that only the I/O room may touch. */
const socketModules = ['net', 'tls', 'dns', 'dns/promises', 'zlib', 'http', 'https', 'http2'];

const forbid = (room, allowed) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...rooms
            .filter((other) => other !== room && !allowed.includes(other))
            .map((other) => ({
              group: [`**/${other}/*`, `**/${other}`],
              message: `src/${room}/ must not import src/${other}/ (see docs/architecture.md)`,
            })),
          ...(room === 'http1'
            ? [
                { group: ['node:*'], message: 'http1/ does no I/O and imports nothing' },
                { regex: '^\\.\\./', message: 'http1/ imports nothing from other folders' },
              ]
            : []),
          ...(room === 'io' || room === 'cli'
            ? []
            : [
                {
                  group: socketModules.map((name) => `node:${name}`),
                  message: 'only src/io/ (and the demo server in src/cli/) may open sockets',
                },
              ]),
        ],
      },
    ],
  },
});

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
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 450, skipComments: true, skipBlankLines: true }],
    },
  },
  ...rooms.map((room) => forbid(room, mayImport[room])),
  {
    files: ['src/http1/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'Buffer', 'process', 'TextDecoder', 'TextEncoder', 'console'] },
  },
  {
    // node:test's describe/it return promises that nobody awaits, by design.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', 'no-console': 'off' },
  },
  {
    files: ['src/cli/**/*.ts', 'scripts/**/*.mjs', 'examples/**/*.mjs', 'src/log.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
