import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['node_modules/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    files: ['**/*.{ts,svelte}'],
    rules: {
      'no-undef': 'off',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // What src/views/contract.ts says.
    files: ['src/views/*/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!contract$|shared/)',
              message:
                'A view imports its own folder, shared/ and the contract, and nothing else of the page.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'fetch', 'EventSource', 'WebSocket', 'XMLHttpRequest'],
    },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': ['error', { max: 200 }] } },
);
