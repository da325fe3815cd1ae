// A payload as lines of label and value, by the labels of its form.
import type { Text } from '../../../machines/text.ts';
import { processOf } from '../../../machines/index.ts';
import { jsonSchemaOf, type JsonSchema } from '../../http/json-schema.ts';

/** The labels on the way to a place in the payload of an event, outermost first. @param pointer `/members/list/1/name` */
export function labelsAt(processKey: string, type: string, pointer: string): Text[] {
  const definition = processOf(processKey).events[type];
  if (!definition) return [];
  const labels: Text[] = [];
  let at: JsonSchema | undefined = jsonSchemaOf(definition.payload, 'input');
  for (const step of pointer.split('/').slice(1)) {
    const inside: JsonSchema | undefined = inner(at, step);
    if (at?.['type'] === 'array') labels.push({ vi: step, en: step });
    else labels.push(labelOf(inside) ?? { vi: step, en: step });
    at = inside;
  }
  return labels;
}

function inner(at: JsonSchema | undefined, step: string): JsonSchema | undefined {
  if (at?.['type'] === 'array') return at['items'] as JsonSchema | undefined;
  const properties = at?.['properties'] as Record<string, JsonSchema> | undefined;
  return properties?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
}

function labelOf(schema: JsonSchema | undefined): Text | undefined {
  return schema?.['x-label'] as Text | undefined;
}
