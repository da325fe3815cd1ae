// A notice as its reader gets it: the wording of its template about this case, in the reader's language.
import { renderNotice, type Language } from './notice.ts';

/** What is owed to somebody, with identifiers in the clear. */
export type OwedNotice = {
  template: string;
  /** With the code that lets them in, where there is one. */
  recipient: { name: string; code?: string };
  data: Readonly<Record<string, unknown>>;
};

/** The case a notice is about, as it is called now. */
export type AboutCase = { id: string; number: string; title: string };

export type LetterFor = {
  language: Language;
  publicUrl: string;
  /** The alliance's own text, in place of the shipped one. */
  wording?: string | undefined;
};

export type Letter = { subject: string; text: string; html: string };

/**
 * Returns the notice in one language; without a case it has neither number nor link.
 * @param publicUrl origin of the service, for the link to the case
 */
export function letterOf(
  { template, recipient, data }: OwedNotice,
  about: AboutCase | undefined,
  { language, publicUrl, wording }: LetterFor,
): Letter {
  const shared = data['case'] as object | undefined;
  const named = about && {
    ...shared,
    number: about.number,
    title: about.title,
    url: `${publicUrl}/cases/${about.id}`,
  };
  const filled = {
    ...data,
    recipient: { name: recipient.name, code: recipient.code ?? '' },
    ...(named ? { case: named } : {}),
  };
  return renderNotice(template, language, filled, wording);
}
