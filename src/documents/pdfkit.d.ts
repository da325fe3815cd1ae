// What PDFKit 0.20 does and @types/pdfkit does not know yet.

declare namespace PDFKit {
  interface PDFDocument {
    /** Writes `info` into the XMP packet; private in PDFKit. */
    _addInfo(): void;
    registerFont(name: string, font: import('fontkit').Font): this;
  }
  namespace Mixins {
    interface StructureElementOptions {
      /** Left, top, right, bottom in page coordinates. */
      bbox?: [number, number, number, number];
      placement?: 'Block' | 'Inline';
      scope?: 'Column' | 'Row';
    }
  }
}
