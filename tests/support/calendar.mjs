// Reads what phones get for their calendar (iCalendar, RFC 5545), as strictly as the strictest of them.

const unescaped = (value) => value.replace(/\\(.)/g, (_, sign) => (sign === "n" || sign === "N" ? "\n" : sign));

// 20261124T003000Z
function instant(value) {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value) ?? [];
  if (!year) throw new Error(`not an instant in UTC: ${value}`);
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

// -PT1H, in milliseconds.
function duration(value) {
  const [, sign, days = 0, hours = 0, minutes = 0] = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(value) ?? [];
  if (sign === undefined) throw new Error(`not a duration: ${value}`);
  return (sign === "-" ? -1 : 1) * ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000;
}

// { name, values: { NAME: text }, parts: [the same] }: one component with those in it. A property that stands there twice is refused.
function component(lines) {
  const begun = [{ parts: [] }];
  for (const line of lines) {
    const [, name, value] = /^([A-Z-]+)(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*:(.*)$/s.exec(line) ?? [];
    if (!name) throw new Error(`not a content line: ${line}`);
    const inside = begun.at(-1);
    if (name === "BEGIN") {
      const part = { name: value, values: {}, parts: [] };
      inside.parts.push(part);
      begun.push(part);
    } else if (name === "END") {
      if (begun.pop().name !== value) throw new Error(`${value} ends what did not begin`);
    } else {
      if (name in inside.values) throw new Error(`${name} stands there twice`);
      inside.values[name] = value;
    }
  }
  if (begun.length !== 1 || begun[0].parts.length !== 1) throw new Error("what began does not end, or there is more than one of it");
  return begun[0].parts[0];
}

// The one event of a calendar's file: { uid, sequence, status, starts, ends, title, place, text, url, alarms: [instants] }.
export function event(file) {
  if (!file.endsWith("\r\n") || /[^\r]\n|\r[^\n]/.test(file)) throw new Error("lines end with CRLF");
  const folded = file.slice(0, -2).split("\r\n");
  for (const line of folded) if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 bytes: ${line}`);
  const calendar = component(folded.join("\r\n").replace(/\r\n[ \t]/g, "").split("\r\n"));
  if (calendar.name !== "VCALENDAR" || calendar.values.VERSION !== "2.0" || !calendar.values.PRODID) throw new Error("not a calendar");
  const [{ name, values, parts }, ...more] = calendar.parts;
  if (name !== "VEVENT" || more.length > 0) throw new Error("not one event");
  for (const needed of ["UID", "DTSTAMP", "DTSTART"]) if (!values[needed]) throw new Error(`${needed} is missing`);
  const starts = instant(values.DTSTART);
  const alarm = ({ name, values }) => {
    if (name !== "VALARM" || values.ACTION !== "DISPLAY" || !values.DESCRIPTION) throw new Error("not an alarm that is shown");
    return new Date(starts.getTime() + duration(values.TRIGGER));
  };
  return {
    uid: values.UID,
    sequence: Number(values.SEQUENCE ?? 0),
    status: values.STATUS,
    starts,
    ends: values.DTEND && instant(values.DTEND),
    title: unescaped(values.SUMMARY),
    place: values.LOCATION && unescaped(values.LOCATION),
    text: unescaped(values.DESCRIPTION),
    url: values.URL,
    alarms: parts.map(alarm),
  };
}
