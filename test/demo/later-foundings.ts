// Founding cases after the half-year, for the endings it had no place for, and one that outlives its law.
import { consulted, registered, type Days } from './course.ts';
import { gaveUp } from './fates.ts';
import { ask, charterOf, draft, handIn, payIn, viable } from './founding.ts';
import { cooperative } from './groups.ts';
import { act, ends, stands, type Play } from './play.ts';
import type { Story } from './stage.ts';

export function laterFoundings(play: Play): Story[] {
  return [notViable(play), withdrawnEarly(play), refusedForGood(play), overtakenByLaw(play)];
}

const group = (index: number) => cooperative('Tân Tiến', index);

function notViable(play: Play): Story {
  return async (stage) => {
    await stage.on('2022-07-04');
    const { matter } = await ask(play, group(0));
    await act(play, matter, play.people.staff, 'CONCLUDE_NOT_VIABLE', {
      reason: 'Mới có ba người tham gia, Luật 2012 cần ít nhất bảy',
      alternatives: ['group', 'joinCooperative'],
    });
    await ends(play, stage, matter, [
      'closed.notViable',
      'tư vấn kết luận chưa đủ điều kiện thành lập',
    ]);
  };
}

function withdrawnEarly(play: Play): Story {
  return async (stage) => {
    await stage.on('2022-07-04');
    const { matter, hand } = await ask(play, group(1), play.people.founder);
    await stage.on('2022-07-12');
    await act(play, matter, hand, 'WITHDRAW', { reason: 'Vào hợp tác xã đã có', confirmed: true });
    await ends(play, stage, matter, ['closed.withdrawn', 'nhóm rút khi còn đang tư vấn']);
  };
}

function refusedForGood(play: Play): Story {
  const days: Days = {
    asked: '2022-07-12',
    advised: '2022-07-18',
    drafted: '2022-08-08',
    held: '2022-08-22',
    filed: '2022-08-29',
    granted: '2022-09-05',
  };
  return async (stage) => {
    await stage.on(days.asked);
    const founding = await ask(play, group(2));
    await consulted(play, stage, { founding, days, classes: [20] });
    await gaveUp(play, stage, founding, days);
  };
}

/** Drafted under the law of 2012, withdrawn, reopened when that of 2023 was in force: the charter must be written anew. */
function overtakenByLaw(play: Play): Story {
  const days: Days = {
    asked: '2024-01-08',
    advised: '2024-01-08',
    drafted: '2024-01-22',
    held: '2024-08-19',
    filed: '2024-08-21',
    granted: '2024-08-26',
  };
  return async (stage) => {
    await stage.on(days.asked);
    const founding = await ask(play, { ...group(3), fundPercent: 0 }, play.people.founder);
    const { matter, hand } = founding;
    await viable(play, founding);
    await stage.on(days.drafted);
    await draft(play, founding);
    await act(play, matter, hand, 'WITHDRAW', { reason: 'Chờ luật mới', confirmed: true });
    await stands(play, matter, 'closed.withdrawn');
    await stage.on('2024-08-12');
    await act(play, matter, play.people.head, 'REOPEN', { reason: 'Nhóm đề nghị tiếp tục' });
    await ends(play, stage, matter, [
      'drafting',
      'mở lại khi Luật 2023 có hiệu lực: soạn lại điều lệ',
    ]);
    founding.law = '2023';
    await handIn(play, founding, await charterOf(play, founding));
    await stands(play, matter, 'readyForAssembly');
    await registered(play, stage, founding, days);
    await payIn(play, founding);
    await ends(play, stage, matter, ['completed', 'đăng ký theo Luật 2023 sau khi soạn lại']);
  };
}
