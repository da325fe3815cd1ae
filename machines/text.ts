// A text people read, Vietnamese first, English complete.
export type Text = { readonly vi: string; readonly en: string };
export type Language = keyof Text;
