// Hands a file to the person: the browser keeps or opens it as they have set it.
export function download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  // Fetched by then; without it every file stays in memory for as long as the window is open.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
