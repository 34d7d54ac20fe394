// Builds the window: static files that work from any address or custom scheme, and under a strict content security
// policy (no inline script, no data: addresses).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('./renderer/', import.meta.url).pathname,
  base: './',
  plugins: [react()],
  build: {
    outDir: new URL('./dist/renderer/', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 2000,
  },
});
