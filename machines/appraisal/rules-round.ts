// Rules of scoring anew and of moving to another version of the criteria set.
import { localRule, words } from './data.ts';
import { versionOf } from './events-round.ts';

const sheetsIn = words.rule({
  title: { vi: 'Đã có phiếu chấm', en: 'There are sheets' },
  law: localRule,
  remedy: {
    vi: 'Chưa ai chấm thì không cần lượt mới.',
    en: 'Without a sheet nothing is scored anew.',
  },
  test: ({ data }) => ({
    met: Object.keys(data.sheets).length > 0,
    have: Object.keys(data.sheets).length,
  }),
});

const noBallotYet = words.rule({
  title: { vi: 'Chưa ai bỏ phiếu', en: 'Nobody has voted yet' },
  law: localRule,
  remedy: {
    vi: 'Đã biểu quyết thì kết luận phiên họp trước.',
    en: 'Once voting has begun, conclude the meeting first.',
  },
  test: ({ data }) => ({ met: Object.keys(data.ballots).length === 0 }),
});

const versionKnown = words.rule<{ version: number }>({
  title: {
    vi: 'Phiên bản đã ban hành, khác phiên bản đang dùng',
    en: 'The version is published, and another than the one in use',
  },
  law: localRule,
  remedy: {
    vi: 'Chọn một phiên bản đã ban hành của chính bộ tiêu chí này.',
    en: 'Choose another published version of this set.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => ({
    met:
      payload.version !== (data.set?.version ?? 0) &&
      versionOf(data, payload.version, facts) !== undefined,
    have: payload.version,
  }),
});

const notYetDecided = words.rule({
  title: { vi: 'Hội đồng chưa họp', en: 'The board has not met' },
  law: localRule,
  remedy: {
    vi: 'Đã khai mạc phiên họp thì giữ nguyên bộ tiêu chí.',
    en: 'Once the meeting has been opened the set stays.',
  },
  test: ({ data }) => ({
    met: data.meeting?.openedOn === undefined && data.certificate === undefined,
  }),
});

export const roundRules = { sheetsIn, noBallotYet, versionKnown, notYetDecided };
