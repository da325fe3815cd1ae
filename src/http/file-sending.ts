// Sending a file into the dossier of a case over HTTP: who may, where to, and what becomes of it before it is
// acknowledged.
import type { Knex } from 'knex';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import { newId } from '../engine/id.ts';
import type { Dossier, Place, Places } from '../engine/places.ts';
import type { Person } from '../engine/rights.ts';
import type { Arrived, Intake, Judged } from '../files/intake.ts';
import { checkQuota, usualQuotas, type Quotas } from '../files/quota.ts';
import { addFile, addRefusal, filesOf, lockCase, type NewFile } from '../files/shelf.ts';
import { refusals, type Refusal } from '../files/verdict.ts';
import { Problem } from '../problem.ts';
import { file, shownFile, slotId } from './file-shapes.ts';
import type { Once } from './once.ts';
import {
  operation,
  type Operation,
  type Receive,
  type Reply,
  type RequestKey,
} from './operation.ts';
import { id } from './shapes.ts';

export type SendDeps = {
  knex: Knex;
  clock: Clock;
  once: Once;
  places: Places;
  intake: Intake;
  quotas?: Quotas;
};

export const mostBytes = 20 * 1024 * 1024;

export function sendOperation(deps: SendDeps): Operation {
  return operation({
    id: 'sendFile',
    method: 'POST',
    path: '/api/cases/{id}/files',
    tag: 'papers',
    title: { vi: 'Gửi tệp vào hồ sơ', en: 'Send a file into the dossier' },
    params: { id },
    upload: { files: 1, fileBytes: mostBytes },
    body: { slot: slotId },
    answers: {
      201: {
        title: 'The file as it is kept',
        schema: file,
        headers: ['Location', 'Idempotency-Replayed'],
      },
    },
    problems: ['not-found', 'forbidden', 'refused', 'unavailable', 'too-many'],
    handle: ({ person, params, receive }) =>
      receiveFile(deps, { person, caseId: params.id, receive, slotOf: ({ slot }) => slot }),
  });
}

type Receiving<B> = {
  person: Person;
  caseId: string;
  receive: Receive<B>;
  /** The place that the file is for. */
  slotOf: (fields: B) => string;
};

/**
 * Takes one file into a place of the dossier; answers with it as it is kept.
 * @throws Problem `not-found`, `forbidden`, `refused`, `too-many`, and `invalid` for a file that is refused
 */
export async function receiveFile<B>(
  deps: SendDeps,
  { person, caseId, receive, slotOf }: Receiving<B>,
): Promise<Reply> {
  const { places, intake, clock, knex, quotas = usualQuotas } = deps;
  const dossier = await places(person, caseId);
  checkMaySend(dossier);
  const asked = { caseId: dossier.id, person: person.id, at: clock.now(), bytes: 0 };
  await checkQuota(knex, asked, quotas);
  const arrived: Arrived[] = [];
  try {
    const { fields, key } = await receive(async (sent) => {
      arrived.push(await intake.receive(sent));
    });
    const place = placeIn(dossier, slotOf(fields));
    return await taken(deps, { person, key, dossier, place, file: onlyOne(arrived) });
  } finally {
    await Promise.allSettled(arrived.map(({ drop }) => drop()));
  }
}

/** Known before anything is read. */
function checkMaySend({ open, places }: Dossier): void {
  if (!open)
    throw new Problem('refused', {
      detail: {
        vi: 'Hồ sơ đã kết thúc, không nhận thêm tệp',
        en: 'The case is closed and takes no more files',
      },
    });
  if (!places.some(({ maySend }) => maySend)) throw new Problem('forbidden');
}

function placeIn({ places }: Dossier, slot: string): Place {
  const place = places.find((each) => each.id === slot);
  if (!place)
    throw fault('/slot', 'unknown', {
      vi: `Hồ sơ này không có mục ${slot}. Hãy chọn trong danh sách mục của hồ sơ`,
      en: `This dossier has no place ${slot}. Choose one of its places`,
    });
  if (!place.maySend) throw new Problem('forbidden');
  return place;
}

function onlyOne(files: readonly Arrived[]): Arrived {
  const [one] = files;
  if (one) return one;
  throw fault('/file', 'missing', { vi: 'Hãy chọn một tệp', en: 'Choose a file' });
}

type Sending = {
  person: Person;
  key: RequestKey;
  dossier: Dossier;
  place: Place;
  file: Arrived;
};

/** Judges, keeps, and notes; only then the sender is told. */
async function taken(deps: SendDeps, sending: Sending): Promise<Reply> {
  const { intake, knex, clock, once, quotas = usualQuotas } = deps;
  const { place, file: arrived, person } = sending;
  const judged = await intake.judge(arrived, place.kinds);
  const row = rowOf(sending, judged, clock.now());
  if (judged.state === 'refused') {
    await addRefusal(knex, row);
    throw refusedFile(judged.refusal);
  }
  await intake.keep(arrived);
  if (judged.state === 'quarantined') {
    await knex.transaction((tx) => addFile(tx, row));
    throw refusedFile(judged.refusal);
  }
  const reply = await once(
    sending,
    async (tx) => {
      await lockCase(tx, row.case_id);
      const { case_id: caseId, bytes, sent_at: at } = row;
      await checkQuota(tx, { caseId, person: person.id, at, bytes }, quotas);
      const added = await addFile(tx, row);
      const kept = (await filesOf(tx, caseId)).filter(({ slot }) => slot === row.slot);
      return shownFile(added, { remarks: [], handedIn: new Map() }, kept);
    },
    201,
  );
  const { id: key } = reply.body as { id: string };
  return { ...reply, headers: { ...reply.headers, Location: `/api/files/${key}` } };
}

function rowOf(
  { person, dossier, place, file: arrived }: Sending,
  judged: Judged,
  at: string,
): NewFile {
  const { state } = judged;
  return {
    id: newId(at),
    case_id: dossier.id,
    alliance_id: dossier.allianceId,
    slot: place.id,
    name: arrived.name,
    type: 'type' in judged ? judged.type : arrived.declared.slice(0, 100),
    bytes: arrived.bytes,
    sha256: arrived.sha256,
    state,
    refusal: 'refusal' in judged ? judged.refusal : null,
    outline: 'outline' in judged ? judged.outline : {},
    sent_by: person.id,
    sent_at: at,
    scanned_at: state === 'quarantined' || ('scanned' in judged && judged.scanned) ? at : null,
  };
}

function refusedFile(refusal: Refusal): Problem {
  return fault('/file', refusal, refusals[refusal]);
}

function fault(pointer: string, code: string, detail: Text): Problem {
  return new Problem('invalid', { errors: [{ pointer, code, detail }] });
}
