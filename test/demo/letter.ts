// A letter from the development mailbox as a file that mail programs open.

export type Letter = {
  noticeId: string;
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  at: string;
};

const boundary = 'sang-lap-letter';

/** RFC 5322 text: the plain part as it is, to be read without a mail program; HTML in base64. */
export function writeLetter({ noticeId, messageId, to, subject, text, html, at }: Letter): string {
  const part = (type: string, encoding: string, lines: readonly string[]): string[] => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    ...lines,
  ];
  return [
    `To: ${to}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    `X-Notice-Id: ${noticeId}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...part('text/plain', '8bit', text.split(/\r?\n/)),
    ...part('text/html', 'base64', base64(html).match(/.{1,76}/g) ?? []),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** An encoded word holds at most 75 signs: 42 bytes of text, never half a letter. */
function encodedWords(subject: string): string {
  const words = [''];
  for (const letter of subject) {
    const longer = words.at(-1) + letter;
    if (Buffer.byteLength(longer) <= 42) words[words.length - 1] = longer;
    else words.push(letter);
  }
  return words.map((word) => `=?utf-8?B?${base64(word)}?=`).join('\r\n ');
}
