// A corpus of good and hostile files, each with its verdict.
import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clamd } from '../../src/files/scanner.ts';
import { startClamd, eicar, type FakeClamd } from './clamd.ts';
import { goodFiles } from './corpus-good.ts';
import { badOffice } from './corpus-office.ts';
import { badPdfs } from './corpus-pdf.ts';
import { badPictures } from './corpus-pictures.ts';
import { startIntake, type TestIntake } from './intake.ts';
import { pdfOf } from './pdfs.ts';
import { bad, declared, everyKind, type Specimen } from './specimen.ts';
import { officeParts, zipOf } from './zips.ts';

let scanner: FakeClamd;
let files: TestIntake;
beforeAll(async () => {
  scanner = await startClamd();
  files = startIntake({ scanner: clamd({ host: '127.0.0.1', port: scanner.port }) });
});
afterAll(async () => {
  await files.close();
  await scanner.close();
});

const eicarText = `<w:p><w:r><w:t>${eicar}</w:t></w:r></w:p>`;

const infected: readonly Specimen[] = [
  bad('virus', 'a sound PDF that the scanner knows', 'a.pdf', () => pdfOf({ objects: [`(${eicar})`] })),
  bad('virus', 'a sound Word file that the scanner knows', 'a.docx', () =>
    zipOf(officeParts({ kind: 'docx', body: eicarText }).map((part) => ({ ...part, stored: true })))),
  bad('type', 'the test file of scanners itself', 'eicar.com', () => Buffer.from(eicar)),
]; // prettier-ignore

const corpus = [...goodFiles, ...badPdfs, ...badPictures, ...badOffice, ...infected];

async function verdictOn(specimen: Specimen): Promise<string> {
  const content = Readable.from([await specimen.bytes()]);
  const file = await files.intake.receive({
    name: specimen.name,
    type: declared(specimen),
    content,
  });
  try {
    const judged = await files.intake.judge(file, everyKind);
    return 'refusal' in judged ? judged.refusal : judged.state;
  } finally {
    await file.drop();
  }
}

describe('the corpus', () => {
  it('has more than sixty files', () => {
    expect(corpus.length).toBeGreaterThan(60);
    expect(new Set(corpus.map(({ it: what }) => what)).size).toBe(corpus.length);
  });

  it.each(corpus.map((each) => [each.verdict, each.it, each] as const))(
    '%s: %s',
    async (verdict, _, specimen) => {
      expect(await verdictOn(specimen)).toBe(verdict);
    },
  );

  it('leaves nothing behind', async () => {
    expect(await readdir(files.staging.folder)).toEqual([]);
  });
});
