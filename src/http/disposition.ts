// Content-Disposition: how a download is named, in plain letters and in full (RFC 5987, RFC 6266).

/** Always to be saved, never shown within our origin. */
export function attachment(name: string): string {
  return `attachment; filename="${plainName(name)}"; filename*=UTF-8''${encoded(name)}`;
}

/** For those who read the plain form only: letters without their marks. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(/[^A-Za-z0-9._ ()-]/g, '_');
}

/** `encodeURIComponent` leaves five characters that the header may not hold as they are. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
