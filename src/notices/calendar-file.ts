// The calendar file (RFC 5545) that goes along with an invitation: a calendar program files it, moves it when the
// meeting is called anew under the same id, and strikes it out when it is called off.
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Meeting } from '../../machines/meeting.ts';
import type { Attachment } from './channel.ts';

export type Invitation = {
  meeting: Meeting;
  /** The same for every notice of this meeting. */
  uid: string;
  /** Grows with every notice of it. */
  sequence: number;
  /** When it was decided; the same over retries. */
  stamp: Date;
  /** `Name <address>` */
  organizer: string;
  attendee: { name: string; email: string };
  summary: string;
  description: string;
};

const zone = 'Asia/Ho_Chi_Minh';
/** Vietnam has had one offset since 1975. */
const zoneLines = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0700',
  'TZOFFSETTO:+0700',
  'TZNAME:+07',
  'END:STANDARD',
  'END:VTIMEZONE',
  '',
].join('\r\n');

/** Returns the file; the same invitation gives the same bytes. */
export function calendarFile({
  meeting,
  stamp,
  attendee,
  organizer,
  ...rest
}: Invitation): Attachment {
  const method = meeting.off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ method, prodId: { company: 'Sang Lap', product: 'Sang Lap' } });
  const { uid: id, ...told } = rest;
  calendar.createEvent({
    ...told,
    id,
    stamp,
    ...moment(meeting),
    status: meeting.off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: senderOf(organizer),
    attendees: [{ ...attendee, rsvp: false }],
    ...(meeting.place ? { location: meeting.place } : {}),
  });
  // A zone of the whole calendar would also be taken for DTSTAMP, which must be in UTC.
  const text = calendar.toString().replace('BEGIN:VEVENT', `${zoneLines}BEGIN:VEVENT`);
  return {
    filename: 'lich-hop.ics',
    content: Buffer.from(`${text}\r\n`),
    contentType: `text/calendar; charset=utf-8; method=${method}`,
  };
}

/** The generator writes the fields a date has where the process runs; so it is given the fields of Vietnam. */
function moment({ on, at }: Meeting) {
  if (at === undefined) return { start: new Date(`${on}T00:00:00`), allDay: true, timezone: zone };
  return { start: new Date(`${on}T${at}:00`), timezone: zone };
}

/** An address may stand alone. */
function senderOf(given: string): { name: string; email: string } {
  const [, name = '', email = given] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(given) ?? [];
  return { name: name || email, email };
}
