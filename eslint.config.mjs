import js from '@eslint/js';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Folders of core that may touch the world. Everything else is pure: time and randomness are passed in. */
const impure = ['core/src/sources/**', 'core/src/metrics-adapter/server/**', 'core/src/language-server/**'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'coverage/**',
      '.cache/**',
      'test/fixtures/**',
      'test/controlplane/go/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] } } },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/array-type': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    plugins: { 'simple-import-sort': simpleImportSort },
    rules: { 'simple-import-sort/imports': 'error', 'simple-import-sort/exports': 'error' },
  },
  {
    files: ['core/src/**/*.ts', 'plugin/src/**/*.ts', 'extension/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration:not([exported])', message: 'Name what you export.' },
      ],
    },
  },
  // oclif finds a command by its default export.
  { files: ['plugin/src/commands/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['core/src/**/*.ts'],
    ignores: impure,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Pure code does no I/O: take a port.' },
        { name: 'process', message: 'Pure code does not know its process.' },
        { name: 'setTimeout', message: 'Pure code does not wait.' },
        { name: 'setInterval', message: 'Pure code does not wait.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a seeded source of randomness.' },
        { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
        { object: 'performance', property: 'now', message: 'Take the time as an argument.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|fs$|path$|http$|https$|child_process$|os$)',
              message: 'Pure code does no I/O: take a port.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration:not([exported])', message: 'Name what you export.' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time as an argument.',
        },
        { selector: 'Program > VariableDeclaration[kind="let"]', message: 'No module-level mutable state.' },
      ],
    },
  },
  // Numeric kernels index arrays inside loops that their length bounds; `!` says so without a branch for each cell.
  {
    files: [
      'core/src/stats/**/*.ts',
      'core/src/forecast/**/*.ts',
      'core/src/charts/**/*.ts',
      'core/src/simulator/**/*.ts',
      'core/src/optimizer/**/*.ts',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
