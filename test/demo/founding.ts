// The steps of a founding case, each as the person in charge would take it.
import type { Matter, Person } from './client.ts';
import type { Group } from './groups.ts';
import { act, examples, open, type Play } from './play.ts';

export type Founding = {
  matter: Matter;
  group: Group;
  /** Who writes for the founders: one of them with an account, or the adviser. */
  hand: Person;
  code: string;
  /** Charter and dossier are those of this law. */
  law: '2012' | '2023';
};

/** The group asks, with an account of its own or at the desk of the alliance; an adviser is named. */
export async function ask(play: Play, group: Group, owner?: Person): Promise<Founding> {
  const { staff, head, founder } = play.people;
  const own = owner?.id === founder.id;
  const matter = await open(play, own ? founder : staff, 'founding', {
    kind: group.kind,
    group: group.group,
    commune: group.commune,
    need: 'Mua chung vật tư, bán chung sản phẩm',
    representativeName: representative(group),
    phone: '0912345678',
    email: group.email,
    ...(owner && !own ? { representativeAccount: owner.id } : {}),
  });
  play.addresses.add(group.email);
  await act(play, matter, head, 'ASSIGN', {
    adviser: staff.id,
    adviserName: staff.name,
    noInterest: true,
  });
  return { matter, group, hand: owner ?? staff, code: nextCode(play), law: '2012' };
}

/** Natural people sign for themselves, cooperatives through somebody. */
function representative({ members: [first] }: Group): string {
  return first?.representative ?? first?.name ?? '';
}

/** Codes of no real cooperative: the first digits are those of this run. */
function nextCode(play: Play): string {
  play.codes += 1;
  return String(9_000_000_000 + (play.run % 1_000_000) * 1_000 + play.codes);
}

/** One class for the founders and people around them. */
export async function teach(play: Play, { matter }: Founding, attendees: number): Promise<void> {
  const topic = 'Pháp luật hợp tác xã và các bước thành lập';
  await act(play, matter, play.people.staff, 'RECORD_SESSION', { topic, attendees });
}

export async function viable(play: Play, { matter, group }: Founding): Promise<void> {
  await act(play, matter, play.people.staff, 'CONCLUDE_VIABLE', {
    founders: group.members.length,
    eligible: true,
    need: 'Mua chung vật tư, bán chung sản phẩm',
  });
}

/** All six drafts are handed in and accepted; the group is then ready for its conference. */
export async function draft(play: Play, founding: Founding): Promise<void> {
  for (const payload of await draftsOf(play, founding)) {
    await handIn(play, founding, payload);
  }
}

/** One draft, handed in and accepted. */
export async function handIn(
  play: Play,
  { matter, hand }: Founding,
  payload: Record<string, unknown>,
): Promise<void> {
  await act(play, matter, hand, 'SUBMIT_DRAFT', payload);
  await act(play, matter, play.people.staff, 'ACCEPT_PART', { part: payload['part'] });
}

async function draftsOf(play: Play, founding: Founding): Promise<Record<string, unknown>[]> {
  const { group } = founding;
  const given = await examples(play, 'founding', 'SUBMIT_DRAFT');
  const first = (part: string): object =>
    (given.find((each) => each['part'] === part) as Record<string, object>)[part] as object;
  return [
    await charterOf(play, founding),
    { part: 'plan', plan: first('plan') },
    { part: 'members', members: { list: group.members.map(listed(group)) } },
    { part: 'name', name: { name: group.name } },
    {
      part: 'governance',
      governance: { variant: 'full', size: 'micro', board: 3, supervisors: 1, termYears: 5 },
    },
    { part: 'assets', assets: assetsOf(group) },
  ];
}

/** The charter example that the service gives for the law, with the seat and business of the group. */
export async function charterOf(
  play: Play,
  { group: { commune, businesses, fundPercent }, law }: Founding,
): Promise<Record<string, unknown>> {
  const given = await examples(play, 'founding', 'SUBMIT_DRAFT');
  const charters = given.filter(({ part }) => part === 'charter');
  const { charter } = charters[law === '2023' ? 0 : 1] as { charter: object };
  const fund = law === '2012' && fundPercent !== undefined ? { fundPercent } : {};
  return { part: 'charter', charter: { ...charter, address: commune, businesses, ...fund } };
}

function listed({ kind }: Group) {
  return (member: Group['members'][number], at: number): object => ({
    no: at + 1,
    ...member,
    membership: 'official',
    who: kind === 'union' ? 'cooperative' : 'citizen',
    applied: true,
    capable: true,
  });
}

function assetsOf({ asset }: Group): object {
  return asset ? { cashOnly: false, list: [{ member: 1, ...asset }] } : { cashOnly: true };
}

export async function call(
  play: Play,
  { matter, hand, group }: Founding,
  assemblyOn: string,
): Promise<void> {
  await act(play, matter, hand, 'SCHEDULE_ASSEMBLY', {
    assemblyOn,
    time: '08:00',
    place: `Nhà văn hóa ${group.commune}`,
    invitees: [{ name: `UBND ${group.commune}` }],
  });
}

/** The conference opens with so many official members; all of them unless said. */
export async function gather(play: Play, founding: Founding, official?: number): Promise<void> {
  const { matter, hand, group } = founding;
  const [first, second] = group.members;
  await act(play, matter, hand, 'OPEN', {
    official: official ?? group.members.length,
    associates: 0,
    guests: 2,
    chair: first?.representative ?? first?.name,
    secretary: second?.representative ?? second?.name,
  });
}

/** Charter, member list and contributions in kind are adopted by everybody. */
export async function adopt(play: Play, { matter, hand, group }: Founding): Promise<void> {
  const votes = group.members.length;
  await act(play, matter, hand, 'RECORD_VOTE', { for: votes, against: 0, abstain: 0 });
  await act(play, matter, hand, 'ADOPT_MEMBER_LIST');
  if (group.asset)
    await act(play, matter, hand, 'VALUE_ASSETS', { method: 'unanimous', for: votes });
}

/** Board and supervisors are elected; the conference closes. */
export async function elect(play: Play, { matter, hand, group }: Founding): Promise<void> {
  const votes = group.members.length;
  await act(play, matter, hand, 'DECIDE', {
    plan: { for: votes, against: 0, abstain: 0 },
    board: [1, 2, 3].map((member) => ({ member, votes })),
    chair: 1,
    supervisors: [{ member: 4, votes }],
    headSupervisor: 4,
    secretBallot: true,
    registrant: representative(group),
    legalRepresentatives: [representative(group)],
  });
  await act(play, matter, hand, 'CLOSE_ASSEMBLY', { minutesSigned: true, charterSigned: true });
}

export async function hold(play: Play, founding: Founding): Promise<void> {
  await gather(play, founding);
  await adopt(play, founding);
  await elect(play, founding);
}

/** The dossier is complete, filed, and the registry has given its receipt. */
export async function file(play: Play, founding: Founding): Promise<void> {
  const { matter, hand, law } = founding;
  const [younger, older] = await examples(play, 'founding', 'COMPLETE_DOSSIER');
  await act(play, matter, hand, 'COMPLETE_DOSSIER', law === '2023' ? younger : older);
  await act(play, matter, hand, 'FILE', { channel: 'direct', phone: '0912345678', fee: 'paid' });
  await act(play, matter, play.people.clerk, 'RECEIPT_RECORDED', {
    receiptNo: `BN-${founding.code}`,
  });
}

export async function grant(play: Play, { matter, group, code }: Founding): Promise<void> {
  await act(play, matter, play.people.clerk, 'GRANT', {
    code,
    legalRepresentative: representative(group),
    capital: group.members.reduce((sum, { capital }) => sum + capital, 0),
  });
}

export async function payIn(play: Play, { matter, hand }: Founding): Promise<void> {
  await act(play, matter, hand.role === 'staff' ? play.people.clerk : hand, 'CAPITAL_FULL');
}
