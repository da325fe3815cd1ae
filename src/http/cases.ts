// Cases over HTTP: open, list, read, what may be done, and one event after the other.
import { z } from 'zod';
import { currentProcess } from '../../machines/index.ts';
import type { Action } from '../engine/actions.ts';
import type { Answered, Cases } from '../engine/cases.ts';
import type { Request } from '../engine/decide.ts';
import type { Foresee } from '../engine/preview.ts';
import type { Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { etagOf, expectedVersion, isKnown } from './headers.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { replayedHeader } from './once.ts';
import { operation, type Operation, type Reply, type RequestKey } from './operation.ts';
import { action, caseView, eventAnswer } from './case-shapes.ts';
import { previewAnswer } from './preview-shape.ts';
import { id, localDate, openObject, said, text } from './shapes.ts';

export type CaseDeps = {
  cases: Pick<Cases, 'open' | 'advance'>;
  reading: Reading;
  foresee: Foresee;
};

const aboutEvent = {
  payload: openObject.default({}).meta({ description: 'As the event’s own schema says' }),
  occurredOn: localDate
    .optional()
    .meta({ description: 'Legal date of the act, when it is not today; alliance staff only' }),
  clientRef: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\p{Cc}]+$/u)
    .optional()
    .meta({ description: 'Your own reference; shown in the journal' }),
};

export function caseOperations({ cases, reading, foresee }: CaseDeps): Operation[] {
  return [
    openOperation(cases),
    eventOperation(cases),
    readOperation(reading),
    actionsOperation(reading),
    previewOperation(foresee),
  ];
}

function openOperation(cases: CaseDeps['cases']): Operation {
  return operation({
    id: 'openCase',
    method: 'POST',
    path: '/api/cases',
    tag: 'cases',
    title: { vi: 'Mở hồ sơ', en: 'Open a case' },
    body: {
      process: text(60).meta({ description: 'Id of the process, such as `founding`' }),
      type: text(64).optional().meta({ description: 'The opening event; may be left out' }),
      ...aboutEvent,
    },
    answers: {
      201: {
        title: 'Opened',
        schema: eventAnswer,
        headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'refused', 'not-found'],
    async handle({ person, body, key }) {
      const { process: name, type, ...about } = body;
      const process = currentProcess(name);
      if (!process) throw unknownProcess();
      const request = requestOf(person, { ...about, type: type ?? process.opensWith }, key);
      return answered(await cases.open(name, request), true);
    },
  });
}

function eventOperation(cases: CaseDeps['cases']): Operation {
  return operation({
    id: 'addEvent',
    method: 'POST',
    path: '/api/cases/{id}/events',
    tag: 'cases',
    title: { vi: 'Thực hiện một việc trong hồ sơ', en: 'Advance a case by one event' },
    params: { id },
    body: { type: text(64), ...aboutEvent },
    ifMatch: true,
    answers: {
      201: { title: 'Recorded', schema: eventAnswer, headers: ['ETag', 'Idempotency-Replayed'] },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused', 'stale', 'version-missing'],
    async handle({ ctx, person, params, body, key }) {
      const expect = expectedVersion(ctx);
      const request = requestOf(person, body, key);
      const expecting = expect === undefined ? request : { ...request, expect };
      return answered(await cases.advance(params.id, expecting), false);
    },
  });
}

function readOperation(reading: Reading): Operation {
  return operation({
    id: 'readCase',
    method: 'GET',
    path: '/api/cases/{id}',
    tag: 'cases',
    title: { vi: 'Xem hồ sơ', en: 'Read a case' },
    params: { id },
    answers: {
      200: { title: 'The case as it stands now', schema: caseView, headers: ['ETag'] },
      304: { title: 'Not changed since the version in If-None-Match' },
    },
    problems: ['not-found'],
    async handle({ ctx, person, params }) {
      if (ctx.get('If-None-Match') !== '') {
        const version = await reading.version(person, params.id);
        if (isKnown(ctx, version)) return { status: 304, headers: { ETag: etagOf(version) } };
      }
      const view = await reading.read(person, params.id);
      return {
        body: { ...view, links: linksOf(view.id) },
        headers: { ETag: etagOf(view.version) },
      };
    },
  });
}

function actionsOperation(reading: Reading): Operation {
  return operation({
    id: 'listActions',
    method: 'GET',
    path: '/api/cases/{id}/actions',
    tag: 'cases',
    title: { vi: 'Việc có thể làm, và vì sao chưa', en: 'What may be done, and why not' },
    params: { id },
    answers: {
      200: {
        title: 'Every action of the process: open ones, and others with reasons',
        schema: z.strictObject({
          id,
          version: z.int(),
          state: said(200),
          on: localDate,
          actions: z.array(action).max(200),
        }),
        headers: ['ETag'],
      },
    },
    problems: ['not-found'],
    async handle({ person, params }) {
      const { process, actions, ...rest } = await reading.actions(person, params.id);
      const shown = actions.map((each) => describeAction(each, process.events));
      return { body: { ...rest, actions: shown }, headers: { ETag: etagOf(rest.version) } };
    },
  });
}

function previewOperation(foresee: Foresee): Operation {
  const { payload, occurredOn } = aboutEvent;
  return operation({
    id: 'previewEvent',
    method: 'POST',
    path: '/api/cases/{id}/preview',
    tag: 'cases',
    title: {
      vi: 'Xem trước: làm việc này thì ai được báo, giấy tờ, thời hạn nào phát sinh',
      en: 'What an event would bring about: who is told, which papers, terms and work',
    },
    params: { id },
    body: { type: text(64), payload, occurredOn },
    keyless: true,
    answers: {
      200: { title: 'Nothing has happened', schema: previewAnswer, headers: ['ETag'] },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    async handle({ person, params, body }) {
      const preview = await foresee(person, params.id, body);
      return { body: preview, headers: { ETag: etagOf(preview.version) } };
    },
  });
}

type About = {
  type: string;
  payload: unknown;
  occurredOn?: string | undefined;
  clientRef?: string | undefined;
};

function requestOf(
  by: Person,
  { type, payload, occurredOn, clientRef }: About,
  key: RequestKey,
): Request {
  return {
    by,
    type,
    payload,
    key,
    ...(occurredOn === undefined ? {} : { occurredOn }),
    ...(clientRef === undefined ? {} : { clientRef }),
  };
}

/** Always in the same order, so that a replay is the same to the byte. */
function answered({ answer, replayed }: Answered, opened: boolean): Reply {
  const { id: caseId, eventId, version, state, occurredOn, number } = answer;
  return {
    status: 201,
    body: { id: caseId, eventId, version, state, occurredOn, number },
    headers: {
      ETag: etagOf(version),
      ...(opened ? { Location: `/api/cases/${caseId}` } : {}),
      ...(replayed ? replayedHeader : {}),
    },
  };
}

function describeAction(given: Action, events: Parameters<typeof payloadOf>[1]): object {
  return {
    ...given,
    payload: payloadOf(given.type, events),
    examples: events[given.type]?.examples ?? [],
  };
}

function payloadOf(
  type: string,
  events: Readonly<Record<string, { payload: z.ZodObject; examples: readonly object[] }>>,
): object {
  const definition = events[type];
  return definition ? jsonSchemaOf(definition.payload, 'input') : {};
}

export function linksOf(caseId: string): Record<string, string> {
  const self = `/api/cases/${caseId}`;
  return {
    self,
    actions: `${self}/actions`,
    events: `${self}/events`,
    documents: `${self}/documents`,
    workItems: `/api/work-items?case=${caseId}`,
  };
}

function unknownProcess(): Problem {
  const detail = {
    vi: 'Không có quy trình này; danh sách ở /api/processes',
    en: 'There is no such process; see /api/processes',
  };
  return new Problem('invalid', { errors: [{ pointer: '/process', code: 'unknown', detail }] });
}
