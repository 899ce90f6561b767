// Builds the report's page into one file that needs nothing else, beside the page of the application.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/** Puts the script and the style into the page. No `</script` may stand in what is put there. */
const oneFile = (): Plugin => ({
  name: 'one-file',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['report.html'];
    if (page?.type !== 'asset') throw new Error('there is no report.html to put things into');
    let html = String(page.source);
    for (const [name, file] of Object.entries(bundle)) {
      if (file === page) continue;
      const text = file.type === 'chunk' ? file.code : String(file.source);
      const tag =
        file.type === 'chunk'
          ? `<script type="module">${text.replaceAll('</script', '<\\/script')}</script>`
          : `<style>${text}</style>`;
      const before = html;
      html = html.replace(new RegExp(`<(script|link)[^>]*"[^"]*${name}"[^>]*>(</script>)?`), () => tag);
      if (html === before) throw new Error(`the page does not load ${name}`);
      Reflect.deleteProperty(bundle, name);
    }
    page.source = html;
  },
});

export default defineConfig({
  plugins: [svelte(), oneFile()],
  publicDir: false,
  build: {
    outDir: '../server/activate_va/static',
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: Infinity,
    rollupOptions: { input: 'report.html' },
  },
});
