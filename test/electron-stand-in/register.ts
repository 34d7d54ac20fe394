// Makes `import … from 'electron'` mean the stand-in, for the app's own files and for those of a built bundle.
import { registerHooks } from 'node:module';

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' && !context.parentURL?.includes('/node_modules/') ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});
