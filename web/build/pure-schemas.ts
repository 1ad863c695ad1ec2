import type { Plugin } from 'vite';

const CALL = /(= )(\$\.\$custom\()/g;

/** Leaves lib0's library of schemas out: its module about pages makes some of them, which nothing here asks for. */
export function pureSchemas(): Plugin {
  return {
    name: 'pure-schemas',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /node_modules[\\/]lib0[\\/]dom\.js$/ },
      handler(code) {
        if (!CALL.test(code)) throw new Error('lib0 is built differently now: look at build/pure-schemas.ts');
        return { code: code.replace(CALL, '$1/* @__PURE__ */ $2'), map: null };
      },
    },
  };
}
