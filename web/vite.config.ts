import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { englishNumbers } from './build/english-numbers.ts';

const SERVER = process.env.DAYLIGHT_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [englishNumbers(), react()],
  resolve: {
    alias: {
      // The package's main entry is CommonJS, of which nothing can be left out.
      numfmt: fileURLToPath(new URL('node_modules/numfmt/dist/index.mjs', import.meta.url)),
    },
  },
  server: {
    port: 5173,
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
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            { name: 'collaboration', test: /node_modules[\\/](yjs|lib0|y-protocols)[\\/]/, priority: 20 },
            { name: 'numbers', test: /node_modules[\\/]numfmt[\\/]/, priority: 20 },
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
