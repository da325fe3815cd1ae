// A page in HTML out of texts that are escaped wherever they come from.

export type Html = { html: string };
type Part = string | number | Html | readonly Part[] | undefined;

/** Tagged template: everything put in is escaped unless it is markup itself, or a list of it. */
export function html(parts: TemplateStringsArray, ...values: Part[]): Html {
  return {
    html: parts
      .map((part, index) => part + (index < values.length ? markup(values[index]) : ''))
      .join(''),
  };
}

function markup(value: Part): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return 'html' in value ? value.html : value.map(markup).join('');
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** What pages made here may load: their own inline style, nothing else. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const style = {
  html: 'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ccc}code,pre{font-family:ui-monospace,monospace}pre{white-space:pre-wrap;background:#f4f4f4;padding:1rem}',
};

export function page(title: string, body: Html, language = 'vi'): string {
  const made = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`;
  return made.html;
}
