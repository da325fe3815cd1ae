// The story of the fixture with one of everything: a pause, reminders, a lapse, a broken machine, a case opened again.
import { loan } from './fixture.ts';
import { given, person, type Story } from './given.ts';

const borrower = person('founder-1', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');

export function lending(): Story {
  const story = given(loan).as(borrower).does('ASK', loan.events['ASK']?.examples[1]);
  story.on('2026-03-04').as(clerk).does('ASK_MORE').on('2026-03-10').as(borrower).does('SUPPLY');
  story.passes('2026-03-20').as(clerk).does('CHECK').does('MACHINE_CHECKED').does('PERSON_CHECKED');
  story.as(head).does('DECIDE').as(borrower).passes('2026-04-15').does('ASK_MORE');
  story.on('2026-04-20').does('REPAIRED').does('GIVE_BACK', { broken: true }).does('WITHDRAW');
  story.on('2026-05-04').as(head).does('REOPEN').as(borrower);
  return story.does('REPAIRED').does('GIVE_BACK');
}
