// What makes an event's form complete: a schema whose every field has a label and can be looked into, and examples.
import type { z } from 'zod';
import type { EventDefinition } from './define.ts';
import type { Text } from './text.ts';

type Def = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
};

/** What a form is made of. Personal identifiers are looked for in these kinds alone, so there are no others. */
const fieldKinds = new Set(['string', 'number', 'boolean', 'enum', 'literal']);

/** All faults of an event's title, schema and examples. */
export function eventFaults(
  name: string,
  event: EventDefinition<Record<string, unknown>>,
): string[] {
  const schema = event.payload as z.ZodType | undefined;
  if (schema === undefined) return [`event ${name}: no schema`];
  const examples = event.examples?.map((example) => schema.safeParse(example)) ?? [];
  return [
    ...(complete(event.title) ? [] : [`event ${name}: no title in vi and en`]),
    ...fieldFaults(schema).map((fault) => `event ${name}: ${fault}`),
    ...(examples.length > 0 ? [] : [`event ${name}: no example`]),
    ...examples.flatMap(({ error }) =>
      error ? [`event ${name}: an example does not pass: ${problems(error)}`] : [],
    ),
  ];
}

function problems(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
}

function fieldFaults(schema: z.ZodType, path = ''): string[] {
  const { type, innerType, element, shape } = schema.def as unknown as Def;
  const inner = innerType ?? element;
  if (inner) return fieldFaults(inner, path);
  if (shape === undefined)
    return fieldKinds.has(type) ? [] : [`field ${path} is of kind ${type}, which no form has`];
  return Object.entries(shape).flatMap(([name, child]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const labelled = complete(labelOf(child));
    return [
      ...(labelled ? [] : [`field ${at} has no label in vi and en`]),
      ...fieldFaults(child, at),
    ];
  });
}

function labelOf(schema: z.ZodType): Text | undefined {
  const own = (schema.meta() as { 'x-label'?: Text } | undefined)?.['x-label'];
  const inner = (schema.def as unknown as Def).innerType;
  return own ?? (inner ? labelOf(inner) : undefined);
}

/** True when a text says something in both languages. */
export function complete(text: Text | undefined): boolean {
  return Boolean(text?.vi?.trim() && text.en?.trim());
}
