// Whether what the service runs on is well: the database, its processes, their disks and their clocks.
import type { Health } from '../../../engine/health.ts';
import type { Disk } from '../../../engine/pulse.ts';
import type { Text } from '../../../../machines/text.ts';
import { cli, giga, judged, size, type Finding, type Trouble } from './finding.ts';

const mostSkewMs = 2_000;

export function running(health: Health): Finding[] {
  return [
    database(health),
    schema(health),
    workers(health),
    versions(health),
    terms(health),
    ...disks(health),
    clocks(health),
  ];
}

function database({ databaseVersion, databaseBytes, cases }: Health): Finding {
  const taken = size(databaseBytes);
  return judged(
    { vi: 'Cơ sở dữ liệu', en: 'Database' },
    {
      vi: `Trả lời. PostgreSQL ${databaseVersion}, ${cases.toLocaleString('vi-VN')} hồ sơ, ${taken.vi}.`,
      en: `Answers. PostgreSQL ${databaseVersion}, ${cases.toLocaleString('en-GB')} cases, ${taken.en}.`,
    },
    undefined,
  );
}

function schema({ migrationsPending, migrationsUnknown }: Health): Finding {
  const title = { vi: 'Cấu trúc dữ liệu', en: 'Schema' };
  const fine = { vi: 'Đúng với bản đang chạy.', en: 'Fits the version that runs.' };
  const [older, newer] = [migrationsPending.join(', '), migrationsUnknown.join(', ')];
  if (newer !== '')
    return judged(title, fine, {
      says: {
        vi: `Một bản mới hơn bản đang chạy đã nâng cấp cơ sở dữ liệu: ${newer}.`,
        en: `A newer version than the one that runs has upgraded the database: ${newer}.`,
      },
      remedy: {
        vi: 'Cài cùng một bản mới cho mọi tiến trình, rồi khởi động lại.',
        en: 'Install the same new version for every process, then start them again.',
      },
      command: cli('version'),
    });
  return judged(
    title,
    fine,
    older !== '' && {
      says: {
        vi: `Cơ sở dữ liệu còn thiếu bước nâng cấp: ${older}.`,
        en: `Migrations are still to run: ${older}.`,
      },
      remedy: {
        vi: 'Chạy nâng cấp, rồi khởi động lại dịch vụ.',
        en: 'Run them, then start the service again.',
      },
      command: cli('migrate'),
    },
  );
}

function workers({ processes }: Health): Finding {
  const working = processes.filter(({ alive, role }) => alive && role !== 'web').length;
  return judged(
    { vi: 'Tiến trình nền', en: 'Workers' },
    { vi: `${working} đang chạy.`, en: `${working} running.` },
    working === 0 && {
      says: {
        vi: 'Không có tiến trình nền nào đang chạy: thư không đi, giấy tờ không được lập, thời hạn không được xử lý.',
        en: 'No worker runs: no mail goes out, no paper is made, no term is acted on.',
      },
      remedy: {
        vi: 'Khởi động tiến trình nền. Những việc đang chờ sẽ được làm tiếp, không mất việc nào.',
        en: 'Start a worker. What waits will then be done; nothing is lost.',
      },
      command: cli('work'),
    },
  );
}

function versions({ processes }: Health): Finding {
  const alive = processes.filter((each) => each.alive);
  const found = [...new Set(alive.map(({ version }) => version))];
  return judged(
    { vi: 'Phiên bản', en: 'Version' },
    { vi: found[0] ?? '–', en: found[0] ?? '–' },
    found.length > 1 && {
      says: {
        vi: `Các tiến trình chạy những bản khác nhau: ${found.join(', ')}.`,
        en: `The processes run different versions: ${found.join(', ')}.`,
      },
      remedy: {
        vi: 'Cài cùng một bản, rồi khởi động lại những tiến trình cũ.',
        en: 'Install one version, then start the older processes again.',
      },
    },
  );
}

function terms({ timersLate }: Health): Finding {
  return judged(
    { vi: 'Thời hạn đến lúc xử lý', en: 'Terms that have come' },
    { vi: 'Được xử lý kịp.', en: 'Acted on in time.' },
    timersLate > 0 && {
      says: {
        vi: `${timersLate} thời hạn đã đến hơn 5 phút mà chưa được xử lý.`,
        en: `${timersLate} terms came more than 5 minutes ago and were not acted on.`,
      },
      remedy: {
        vi: 'Xem tiến trình nền có chạy không; nếu có, đọc nhật ký của nó để tìm lỗi.',
        en: 'See whether a worker runs; if one does, look for the fault in its log.',
      },
      command: cli('work'),
    },
  );
}

const places: Readonly<Record<Disk['place'], Text>> = {
  database: { vi: 'Ổ đĩa của cơ sở dữ liệu', en: 'Disk of the database' },
  data: { vi: 'Ổ đĩa của thư mục dữ liệu', en: 'Disk of the data folder' },
  files: { vi: 'Ổ đĩa của giấy tờ và tệp', en: 'Disk of papers and files' },
  anchors: { vi: 'Ổ đĩa của neo nhật ký', en: 'Disk of the anchors' },
};

function disks({ disks: known, databaseBytes }: Health): Finding[] {
  const told = known.map((disk) => {
    const [free, total] = [size(disk.free), size(disk.total)];
    const { vi, en } = places[disk.place];
    return judged(
      { vi: `${vi} (${disk.host})`, en: `${en} (${disk.host})` },
      { vi: `Còn ${free.vi} trong ${total.vi}.`, en: `${free.en} of ${total.en} free.` },
      isFull(disk) && {
        says: {
          vi: `Sắp đầy: chỉ còn ${free.vi} trong ${total.vi} ở ${disk.folder}.`,
          en: `Nearly full: only ${free.en} of ${total.en} are left at ${disk.folder}.`,
        },
        remedy: {
          vi: 'Xóa những gì không thuộc hệ thống, hoặc thêm dung lượng. Không xóa tệp nào trong thư mục này.',
          en: 'Remove what is not of the service, or add room. Delete no file in this folder.',
        },
        command: `df -h ${disk.folder}`,
      },
    );
  });
  const hidden = !known.some(({ place }) => place === 'database');
  return hidden
    ? [...told, judged(places.database, { vi: '', en: '' }, unseen(databaseBytes))]
    : told;
}

/** Less than 2 GB; or less than a tenth, where that is little. */
function isFull({ free, total }: Disk): boolean {
  return free < 2 * giga || (free < total / 10 && free < 20 * giga);
}

function unseen(databaseBytes: number): Trouble {
  const taken = size(databaseBytes);
  return {
    unknown: true,
    says: {
      vi: `Từ đây không thấy được ổ đĩa của máy chủ cơ sở dữ liệu. Dữ liệu đang chiếm ${taken.vi}.`,
      en: `The disk of the database server cannot be seen from here. The data takes ${taken.en}.`,
    },
    remedy: {
      vi: 'Xem trên máy chủ cơ sở dữ liệu.',
      en: 'Look on the database server.',
    },
    command: 'df -h "$(psql -Atc \'show data_directory\')"',
  };
}

function clocks({ processes, skewMs, offsetMs }: Health): Finding {
  const title = { vi: 'Đồng hồ', en: 'Clocks' };
  const all = [skewMs, ...processes.filter(({ alive }) => alive).map(({ aheadMs }) => aheadMs)];
  const worst = Math.max(...all.map(Math.abs)) / 1_000;
  const fine = { vi: 'Các máy cùng giờ.', en: 'The machines agree.' };
  if (worst * 1_000 > mostSkewMs)
    return judged(title, fine, {
      says: {
        vi: `Đồng hồ của máy chạy dịch vụ và của máy chủ cơ sở dữ liệu lệch nhau ${worst.toLocaleString('vi-VN')} giây.`,
        en: `The clocks of a machine of the service and of the database are ${worst} seconds apart.`,
      },
      remedy: {
        vi: 'Bật đồng bộ giờ (NTP) trên mọi máy. Mã xác thực sáu số chỉ đúng trong nửa phút.',
        en: 'Turn on time synchronisation (NTP) on every machine. Six-digit codes hold for half a minute only.',
      },
      command: 'timedatectl set-ntp true',
    });
  const days = Math.round(Math.abs(offsetMs) / 86_400_000);
  const [vi, en] = offsetMs > 0 ? ['nhanh', 'ahead of'] : ['chậm', 'behind'];
  const moved = {
    says: {
      vi: `Đồng hồ thử nghiệm đang chạy ${vi} ${days} ngày so với giờ thật.`,
      en: `The clock of development is ${days} days ${en} the real time.`,
    },
    remedy: {
      vi: 'Chỉ dùng khi thử. Bỏ DEV_CLOCK trên máy chạy thật.',
      en: 'For trying out only. Leave DEV_CLOCK out where real work is done.',
    },
  };
  return judged(title, fine, offsetMs !== 0 && moved);
}
