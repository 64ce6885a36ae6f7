/**
 * Dates of HTTP (RFC 9110 section 5.6.7): the three formats and nothing else. `Date.parse` would read a lone `0` as a year.
 */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IMF_FIXDATE = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/i;
const RFC850 = /^\w{6,9}, (\d{2})-(\w{3})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) GMT$/i;
const ASCTIME = /^\w{3} (\w{3}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/i;

/** Milliseconds since 1970, or null when `text` is no HTTP date. `now` tells the century of a year of two digits. */
export function parseHttpDate(text: string | null, now: number): number | null {
  if (text === null) return null;
  let match = IMF_FIXDATE.exec(text);
  if (match !== null) return moment(match[3], match[2], match[1], match[4], match[5], match[6]);
  match = ASCTIME.exec(text);
  if (match !== null) return moment(match[6], match[1], match[2], match[3], match[4], match[5]);
  match = RFC850.exec(text);
  if (match === null) return null;
  const thisYear = new Date(now).getUTCFullYear();
  let year = Math.floor(thisYear / 100) * 100 + Number(match[3]);
  // More than 50 years ahead is the most recent past year with these digits.
  if (year > thisYear + 50) year -= 100;
  return moment(String(year), match[2], match[1], match[4], match[5], match[6]);
}

function moment(year = '', name = '', day = '', hours = '', minutes = '', seconds = ''): number | null {
  const month = MONTHS.indexOf(name.toLowerCase());
  const time = Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds));
  const date = new Date(time);
  const real = month >= 0 && date.getUTCMonth() === month && date.getUTCDate() === Number(day) && Number(hours) < 24;
  return real && Number(minutes) < 60 && Number(seconds) <= 60 ? time : null;
}
