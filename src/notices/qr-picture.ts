// A QR code as a picture that goes along with a letter: mail programs show PNG, and do not show SVG.
import { toBuffer } from 'qrcode';
import type { Attachment } from './channel.ts';

/** Returns the picture; the same text gives the same bytes. */
export async function qrPicture(text: string): Promise<Attachment> {
  const content = await toBuffer(text, { errorCorrectionLevel: 'M', margin: 4, scale: 8 });
  return { filename: 'ma-qr.png', content, contentType: 'image/png' };
}
