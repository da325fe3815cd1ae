// The steps of a complaint, against the registry or against the alliance, and the ways it ends.
import { addDays } from '../../machines/calendar.ts';
import type { Matter, Person } from './client.ts';
import { act, ends, linked, type Play } from './play.ts';
import type { Stage } from './stage.ts';

export type Outcome = 'upheld' | 'modified' | 'cancelled';

/** The case complained of opens the complaint as a case of its own. */
export async function complain(play: Play, matter: Matter, by: Person): Promise<Matter> {
  await act(play, matter, by, 'COMPLAIN', {
    grounds: 'Hồ sơ đã đủ giấy tờ, chưa được xem xét hết chứng cứ.',
  });
  return linked(play, matter, 'complaint');
}

/** Accepted after four days, looked into, decided four weeks later; who decides is given. */
export async function decideFirst(
  play: Play,
  stage: Stage,
  complaint: Matter,
  { by, outcome }: { by: Person; outcome: Outcome },
): Promise<void> {
  const { staff } = play.people;
  const start = stage.today();
  await stage.on(addDays(start, 4));
  await act(play, complaint, staff, 'ACCEPT');
  await act(play, complaint, staff, 'START_VERIFICATION');
  await stage.on(addDays(start, 18));
  await act(play, complaint, staff, 'HOLD_DIALOGUE');
  await act(play, complaint, staff, 'RECORD_DIALOGUE', {
    text: 'Hai bên đã trình bày và thống nhất chứng cứ.',
    people: ['Người khiếu nại', 'Chuyên viên'],
  });
  await stage.on(addDays(start, 28));
  await act(play, complaint, by, 'DECIDE', { outcome, reasons: reasons[outcome] });
}

const reasons: Readonly<Record<Outcome, string>> = {
  upheld: 'Quyết định đúng quy định.',
  modified: 'Cần xem xét lại bằng thành viên Hội đồng khác.',
  cancelled: 'Quyết định không có căn cứ.',
};

/** The registry's own answer, recorded by the alliance's staff: the refusal was wrong. Final when its time has run out. */
export async function decideOnRegistration(
  play: Play,
  stage: Stage,
  complaint: Matter,
): Promise<void> {
  const { staff } = play.people;
  await decideFirst(play, stage, complaint, { by: staff, outcome: 'cancelled' });
  await ends(play, stage, complaint, [
    'decided.cancelled',
    'cơ quan đăng ký hủy quyết định từ chối (ghi lại kết quả)',
  ]);
}
