import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { englishNumbers } from './build/english-numbers.ts';
import { pureSchemas } from './build/pure-schemas.ts';
import { workbookPage } from './build/workbook-page.ts';

const FUNCTIONS = fileURLToPath(new URL('../server/crates/calc/functions.json', import.meta.url));

const WORKBOOK =
  /node_modules[\\/](yjs|lib0|y-protocols|numfmt)[\\/]|src[\\/](model|grid|net|lib|app[\\/]workbook)[\\/]/;
/** Of these folders, what comes after the first cells: with a dynamic import of its own, or of what it belongs to. */
const LATER = new RegExp(
  [
    'model/(commands|command-steps|(cell|sheet)-commands|edit-(?!charts|links|text)|table-(commands|cells|growth|lines)|check-(commands|guard)|rule-(areas|commands|presets|preview))',
    'model/(bulk-|coats|filter-commands|filtered-areas|formula-carry|fill|axis-edits|undo|conflict-words)',
    'grid/(hands|fit|fades\\.|remotes/|mirrorTable|pictureUpdate|traces|draw/(damage|content|tints|traces)\\.|charts/|clipboard/(?!(door|special)\\.))',
    'grid/editor/(asked|choices|cellWords|beside|suggestions|functionList|functionHint)',
    'grid/formula/(tokens|completion|ownWords)',
    'workbook/(marks\\.|showCell|CellSheet|GridMenu|contextMenus|Palette|PastBanner|tracing|PasteDialog|ShortcutSheet|SizeDialog|NumberFormatDialog|ToolPopover|BorderPicker|Swatches)',
    'workbook/filters/(HeadingMenu|filterActs|chooseCells)',
    'workbook/find/(?!useFind\\.)',
    'workbook/history/',
    'net/(history|why|activity|writers|keeping)',
    'workbook/checks/(?!useChecks\\.)',
    'workbook/sort/(?!useSort\\.)',
    'workbook/rules/(?!(useRules|ruleEntries)\\.)',
    'workbook/tables/(tableMenu|TableDialog|looks|headings)',
  ]
    .map((path) => `src/${path.replace(/^workbook/, 'app/workbook')}`)
    .join('|')
    .replaceAll('/', '[\\\\/]'),
);
const SERVER = process.env.DAYLIGHT_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [englishNumbers(), pureSchemas(), react(), workbookPage()],
  resolve: {
    alias: {
      // The package's main entry is CommonJS, of which nothing can be left out.
      numfmt: fileURLToPath(new URL('node_modules/numfmt/dist/index.mjs', import.meta.url)),
    },
  },
  server: {
    port: 5173,
    // The catalogue of functions is the server's as well.
    fs: { allow: ['.', FUNCTIONS] },
    proxy: {
      '/api': { target: SERVER },
      '/ws': { target: SERVER, ws: true },
      '/healthz': { target: SERVER },
    },
  },
  build: {
    target: 'es2023',
    outDir: 'dist',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: true,
    // The library that draws charts is larger than anything of ours; it comes with the first chart.
    chunkSizeWarningLimit: 640,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, in one file: each file costs the first page more than its bytes. The door to the
            // functions is there for workbooks and for the page about them, which needs nothing else of the grid.
            {
              name: 'shell',
              test: /node_modules[\\/](react|react-dom|scheduler|zustand|idb)[\\/]|src[\\/](app[\\/][^\\/]+|net[\\/](api|http|problem|kept)|grid[\\/]formula[\\/](functions|ranking|signature)|ui[\\/](Menu|Tips|Toasts|Button|Avatar|time|toast|theme|words|usePhone))\.tsx?$/,
              priority: 30,
            },
            // What a workbook needs for its first cells. What hands need after them comes in files of its own.
            { name: 'workbook', test: (id) => WORKBOOK.test(id) && !LATER.test(id), priority: 20 },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'node',
  },
});
