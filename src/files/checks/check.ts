// One file, judged: its kind by its first bytes, then all that its kind must hold to.
import { fileTypeFromBuffer } from 'file-type';
import type { Kind } from '../kinds.ts';
import { Refused, type Outline, type Verdict } from '../verdict.ts';
import { checkJpeg } from './jpeg.ts';
import { checkOffice } from './office.ts';
import { checkPdf } from './pdf.ts';
import { checkPng } from './png.ts';

/** @param kind what the name and the sender say it is */
export async function check(bytes: Buffer, kind: Kind): Promise<Verdict> {
  try {
    return { sound: true, outline: await outlineOf(bytes, kind) };
  } catch (error) {
    if (error instanceof Refused) return { sound: false, refusal: error.refusal };
    return { sound: false, refusal: 'unreadable' };
  }
}

async function outlineOf(bytes: Buffer, kind: Kind): Promise<Outline> {
  if (bytes.length === 0) throw new Refused('empty', 'no bytes');
  if (bytes.length < 32) throw new Refused('unreadable', 'too short for any kind');
  await checkFirstBytes(bytes, kind);
  switch (kind) {
    case 'pdf':
      return checkPdf(bytes);
    case 'jpeg':
      return checkJpeg(bytes);
    case 'png':
      return checkPng(bytes);
    case 'docx':
    case 'xlsx':
      return checkOffice(bytes, kind);
  }
}

const named: Readonly<Record<Kind, readonly string[]>> = {
  pdf: ['pdf'],
  jpeg: ['jpg'],
  png: ['png', 'apng'],
  // Compound files, archives and files with macros are told apart by what is in them.
  docx: ['docx', 'docm', 'dotx', 'dotm', 'cfb', 'zip'],
  xlsx: ['xlsx', 'xlsm', 'xltx', 'xltm', 'cfb', 'zip'],
};

async function checkFirstBytes(bytes: Buffer, kind: Kind): Promise<void> {
  const found = await fileTypeFromBuffer(bytes);
  if (!found || !named[kind].includes(found.ext))
    throw new Refused('mismatch', `${found?.ext ?? 'unknown'} instead of ${kind}`);
}
