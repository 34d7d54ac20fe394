// What no page in this app may ever do, whatever it managed to run: go elsewhere, open windows, embed, ask for
// permissions or devices, or reach the network. The one exception is the app's own page, which may see through the
// camera (a scanner) but not hear. Nothing here knows about a particular window.
import { app, session } from 'electron';
import { isAppPage, isOfApp } from './app-protocol.ts';

/** Call before the app is ready, so that not one page is made without it. */
export const guardPages = (): void => {
  app.on('web-contents-created', (_, contents) => {
    const stay = (event: { preventDefault(): void; url: string }): void => {
      if (!isAppPage(event.url)) event.preventDefault(); // reloading is no way out
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
};

/** Call when the app is ready. A blob is data the page already has. */
export const guardSession = (): void => {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    decide(permission === 'media' && isAppPage(details.requestingUrl ?? '') && kinds.length > 0 && kinds.every((kind) => kind === 'video'));
  });
  own.setPermissionCheckHandler((_contents, permission, origin, details) => permission === 'media' && details.mediaType === 'video' && details.isMainFrame && isAppPage(origin));
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayLoad(url) }));
};

const mayLoad = (url: string): boolean => isOfApp(url) || url.startsWith('blob:app://restow/') || url.startsWith('devtools://');
