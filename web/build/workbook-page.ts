import type { Plugin, Rolldown } from 'vite';

const ENTRY = 'src/app/workbook/WorkbookPage.tsx';

/**
 * Writes `workbook.html`: the page of the app, for addresses of workbooks. It names the files that such a page needs at
 * once, so that the browser fetches all of them together instead of one after the other.
 */
export function workbookPage(): Plugin {
  return {
    name: 'workbook-page',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entry = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(ENTRY)));
        if (page?.type !== 'asset' || entry === undefined)
          throw new Error(`no page, or no ${ENTRY}, in the build`);
        const html = String(page.source);
        const files = [entry, ...entry.imports.map((name) => bundle[name])].filter(isChunk);
        const scripts = files
          .filter((chunk) => !html.includes(chunk.fileName))
          .map((chunk) => `    <link rel="modulepreload" crossorigin href="/${chunk.fileName}">\n`);
        const styles = [...(entry.viteMetadata?.importedCss ?? [])].map(
          (name) => `    <link rel="stylesheet" crossorigin href="/${name}">\n`,
        );
        const source = html.replace('  </head>', `${[...scripts, ...styles].join('')}  </head>`);
        this.emitFile({ type: 'asset', fileName: 'workbook.html', source });
      },
    },
  };
}

function isChunk(
  file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined,
): file is Rolldown.OutputChunk {
  return file?.type === 'chunk';
}
