import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import type { Linter } from 'eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ZONES = ['lib', 'net', 'model', 'grid', 'ui', 'panels', 'app', 'styles'] as const;
type Zone = (typeof ZONES)[number];

/** What each folder of `src` may import of ours; `app` may import everything. */
const ALLOWED: Record<Exclude<Zone, 'app' | 'styles'>, readonly Zone[]> = {
  lib: [],
  net: ['lib'],
  model: ['lib', 'net'],
  grid: ['lib', 'net', 'model'],
  ui: ['lib', 'styles'],
  panels: ['lib', 'net', 'model', 'ui', 'styles'],
};

/** Folders that must not know of any user interface framework. */
const PLAIN: ReadonlySet<Zone> = new Set<Zone>(['lib', 'net', 'model', 'grid']);

const zoneRules = Object.entries(ALLOWED).map(([zone, allowed]): Linter.Config => {
  const forbidden = ZONES.filter((other) => other !== zone && !allowed.includes(other));
  return {
    files: [`src/${zone}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})(/|$)`,
              message: `${zone}/ may import only ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}.`,
            },
            ...(PLAIN.has(zone as Zone)
              ? [
                  {
                    regex: '^(react|react-dom|zustand|@base-ui/.*)(/|$)',
                    message: `${zone}/ is free of any framework.`,
                  },
                ]
              : []),
            ...(zone === 'model' || zone === 'net'
              ? []
              : [{ regex: '^(yjs|y-protocols|lib0)(/|$)', message: 'Only model/ and net/ know Yjs.' }]),
          ],
        },
      ],
    },
  };
});

export default defineConfig(
  globalIgnores(['dist', 'node_modules', 'public']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from where it is.' },
      ],
    },
  },
  {
    files: ['src/{ui,panels,app}/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  ...zoneRules,
  {
    files: ['src/**/*.test.{ts,tsx}', 'src/**/testing/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['*.config.ts', 'src/**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
