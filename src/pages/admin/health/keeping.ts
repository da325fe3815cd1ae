// Whether nothing is lost or held up: backups, anchors, what waits in the outbox, files that nobody has judged.
import type { Health } from '../../../engine/health.ts';
import { cli, day, hour, judged, minute, size, span, type Finding } from './finding.ts';

/** Mail and papers wait for seconds; what waits longer is held up. */
const longestWait = 5 * minute;
const longestScan = 10 * minute;
/** After so long nothing is certified any more (`src/engine/anchor.ts`). */
const oldestAnchor = day;
/** One each night, and some hours for one that takes long. */
const oldestBackup = 30 * hour;

export function keeping(health: Health): Finding[] {
  return [
    backups(health),
    anchors(health),
    waiting(health),
    failed(health),
    bounced(health),
    unstamped(health),
    quarantined(health),
    unscanned(health),
  ];
}

function backups({ backupSeconds, backupBytes, backupFault }: Health): Finding {
  const title = { vi: 'Sao lưu', en: 'Backup' };
  const [age, bytes] = [span(backupSeconds ?? 0), size(backupBytes ?? 0)];
  const last =
    backupSeconds === null
      ? { vi: 'Chưa có bản sao lưu nào', en: 'There is no backup yet' }
      : {
          vi: `Bản sao lưu tốt gần nhất làm ${age.vi} trước (${bytes.vi})`,
          en: `The last good backup was made ${age.en} ago (${bytes.en})`,
        };
  const fine = { vi: `${last.vi}, đã đọc lại và kiểm tra.`, en: `${last.en}; it was read back.` };
  const remedy = {
    vi: 'Sao lưu ngay vào một thư mục mới, rồi chép sang máy khác. Đặt lịch chạy mỗi đêm.',
    en: 'Make one now into a new folder, then copy it to another machine. Have it run every night.',
  };
  const command = cli('backup /backup/$(date +%F)');
  if (backupFault !== null) {
    const says = {
      vi: `Lần sao lưu gần nhất hỏng: ${backupFault}. ${last.vi}.`,
      en: `The last backup failed: ${backupFault}. ${last.en}.`,
    };
    return judged(title, fine, { says, remedy, command });
  }
  const old = backupSeconds === null || backupSeconds > oldestBackup;
  return judged(
    title,
    fine,
    old && { says: { vi: `${last.vi}.`, en: `${last.en}.` }, remedy, command },
  );
}

function anchors({ anchorSeconds, unanchored, unanchoredSeconds }: Health): Finding {
  const last =
    anchorSeconds === null
      ? { vi: 'Chưa có neo nào.', en: 'There is none yet.' }
      : {
          vi: `Lần cuối ${span(anchorSeconds).vi} trước.`,
          en: `Last ${span(anchorSeconds).en} ago.`,
        };
  const age = span(unanchoredSeconds);
  const stopped =
    unanchoredSeconds > oldestAnchor
      ? { vi: ' Việc cấp chứng nhận đang tạm dừng.', en: ' No certificate is given until then.' }
      : { vi: '', en: '' };
  return judged(
    { vi: 'Neo nhật ký', en: 'Anchor of the journal' },
    last,
    unanchoredSeconds > hour && {
      says: {
        vi: `${unanchored} việc trong nhật ký chưa được neo, việc cũ nhất từ ${age.vi} trước.${stopped.vi}`,
        en: `${unanchored} entries of the journal are not anchored, the oldest for ${age.en}.${stopped.en}`,
      },
      remedy: {
        vi: 'Xem tiến trình nền có chạy không và thư mục neo có ghi được không, hoặc neo ngay.',
        en: 'See that a worker runs and that the anchor folder can be written to, or anchor now.',
      },
      command: cli('audit anchor'),
    },
  );
}

function waiting({ pending, lateSeconds }: Health): Finding {
  const late = span(lateSeconds);
  return judged(
    { vi: 'Việc chờ thực hiện', en: 'Effects that wait' },
    { vi: `${pending} việc, không việc nào trễ.`, en: `${pending}, none of them late.` },
    lateSeconds > longestWait && {
      says: {
        vi: `${pending} việc đang chờ, việc lâu nhất đã trễ ${late.vi}.`,
        en: `${pending} wait, the oldest is ${late.en} late.`,
      },
      remedy: {
        vi: 'Mở danh sách để xem lỗi của từng việc: thường do máy chủ thư hoặc kho tệp không trả lời.',
        en: 'Open the list for the fault of each: mostly the mail server or the file store is away.',
      },
      href: '/admin/outbox',
    },
  );
}

function failed({ failed: all, bounced: returned }: Health): Finding {
  const many = all - returned;
  return judged(
    { vi: 'Việc không thực hiện được', en: 'Effects that failed' },
    { vi: 'Không có.', en: 'None.' },
    many > 0 && {
      says: {
        vi: `${many} việc đã thử nhiều lần mà không được và không còn được thử nữa.`,
        en: `${many} were tried many times and are not tried any more.`,
      },
      remedy: {
        vi: 'Sửa nguyên nhân ghi trong danh sách, rồi cho thử lại.',
        en: 'Mend the cause that the list names, then have them tried again.',
      },
      command: cli('outbox retry'),
      href: '/admin/outbox',
    },
  );
}

function bounced({ bounced: many }: Health): Finding {
  return judged(
    { vi: 'Thư bị trả lại', en: 'Mail that came back' },
    { vi: 'Không có.', en: 'None.' },
    many > 0 && {
      says: {
        vi: `${many} thư bị trả lại: người nhận chưa biết nội dung thông báo.`,
        en: `${many} came back: their readers do not know what the notice says.`,
      },
      remedy: {
        vi: 'Hỏi lại địa chỉ thư của người nhận; báo cho họ bằng cách khác nếu có thời hạn.',
        en: 'Ask for the right address; tell them in another way where a term runs.',
      },
      href: '/admin/outbox',
    },
  );
}

function unstamped({ unstamped: many }: Health): Finding {
  return judged(
    { vi: 'Dấu thời gian', en: 'Time stamps' },
    { vi: 'Không giấy tờ nào phải chờ.', en: 'No paper waits for one.' },
    many > 0 && {
      says: {
        vi: `${many} giấy tờ chờ máy chủ dấu thời gian (TSA_URL) trả lời.`,
        en: `${many} papers wait for the time-stamp server (TSA_URL) to answer.`,
      },
      remedy: {
        vi: 'Xem máy chủ đó có truy cập được không. Giấy tờ sẽ tự được lập khi máy chủ trả lời.',
        en: 'See whether that server can be reached. The papers are made by themselves once it answers.',
      },
      command: 'curl -sS -o /dev/null -w "%{http_code}\\n" "$TSA_URL"',
    },
  );
}

function quarantined({ quarantined: many }: Health): Finding {
  return judged(
    { vi: 'Tệp bị cách ly', en: 'Files in quarantine' },
    { vi: 'Không có.', en: 'None.' },
    many > 0 && {
      says: {
        vi: `${many} tệp bị máy quét vi-rút giữ lại, chưa ai quyết định.`,
        en: `${many} files are held by the virus scanner and nobody has ruled on them.`,
      },
      remedy: {
        vi: 'Xem danh sách, rồi cho qua (files release) hoặc xóa (files delete), có ghi lý do.',
        en: 'List them, then let each out (files release) or delete it (files delete), with a reason.',
      },
      command: cli('files quarantined'),
    },
  );
}

function unscanned({ unscanned: many, unscannedSeconds }: Health): Finding {
  const age = span(unscannedSeconds);
  return judged(
    { vi: 'Tệp chờ quét vi-rút', en: 'Files to be scanned' },
    { vi: many === 0 ? 'Không có.' : `${many}.`, en: many === 0 ? 'None.' : `${many}.` },
    unscannedSeconds > longestScan && {
      says: {
        vi: `${many} tệp chờ quét, lâu nhất ${age.vi}: máy quét vi-rút (CLAMD_ADDR) không trả lời.`,
        en: `${many} files wait, the oldest for ${age.en}: the virus scanner (CLAMD_ADDR) does not answer.`,
      },
      remedy: {
        vi: 'Khởi động lại máy quét. Các tệp sẽ tự được quét lại.',
        en: 'Start the scanner again. The files are then scanned by themselves.',
      },
      command: 'systemctl restart clamav-daemon',
    },
  );
}
