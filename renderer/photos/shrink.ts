// A picture as it is kept: no larger than it takes to see a scratch, and drawn anew, so that what a camera writes into a
// file beside the picture (where and when it was taken, by whose phone) stays behind.
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

/** Base64 of a JPEG; undefined where it is no picture. */
export async function shrunk(source: Blob | HTMLVideoElement): Promise<string | undefined> {
  const picture = await createImageBitmap(source).catch(() => undefined);
  if (!picture) return undefined;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  // What is see-through in a PNG would become black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return base64(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })).arrayBuffer()));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
