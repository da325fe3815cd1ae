import { readFileSync } from 'node:fs';
import { PDFiumLibrary } from '@hyzyla/pdfium';
const lib = await PDFiumLibrary.init();
const doc = await lib.loadDocument(readFileSync('/tmp/papers/'+process.argv[2]));
for (const p of doc.pages()) console.log(JSON.stringify(p.getText()));
