import { defineConfig } from 'vite';

// The address of api/static changes with its content (api/html.py), so names need no digest of their own.
export default defineConfig({
  base: './',
  publicDir: false,
  clearScreen: false,
  logLevel: 'warn',
  build: {
    outDir: '../static/studio',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // Pages allow no script within them: nothing may be put in line.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { studio: 'src/studio.ts' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});
