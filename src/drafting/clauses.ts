// Suggested clauses of a charter: templates/charter/<profile>/<item>.njk filled in for one case. The wording is a
// suggestion of this project, never a text of law.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

const folder = fileURLToPath(new URL('../../templates/charter/', import.meta.url));

let environment: nunjucks.Environment | undefined;

/**
 * Returns the clause, one paragraph a line; undefined where there is none for this law or item.
 * @throws Error when the template names something not given
 */
export function suggestedClause(
  profile: string,
  no: string,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  const file = `${profile}/${no}.njk`;
  if (!/^\w+\/\d+\.njk$/.test(file) || !existsSync(join(folder, file))) return undefined;
  environment ??= new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {
    autoescape: false,
    throwOnUndefined: true,
  });
  const lines = environment.render(file, values).split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .normalize('NFC');
}
