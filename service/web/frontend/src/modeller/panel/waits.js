/**
 * What a timer waits for, as people write it and as a diagram stores it: "2 hari" and P2D.
 *
 * A timer counts calendar time, a day being 24 hours (`service/feel/iso8601.py`); working days are
 * counted for waktu baku only. So "3 hari kerja" is refused and never quietly made shorter.
 */

const UNITS = [
  [/^(?:tahun|thn)$/, "Y", "tahun", false],
  [/^(?:bulan|bln)$/, "M", "bulan", false],
  [/^(?:minggu|mgg)$/, "W", "minggu", false],
  [/^(?:hari|hr)$/, "D", "hari", false],
  [/^(?:jam|jm)$/, "H", "jam", true],
  [/^(?:menit|mnt)$/, "M", "menit", true],
  [/^(?:detik|dtk)$/, "S", "detik", true],
];
const MINUTES = { jam: 60, hari: 24 * 60, minggu: 7 * 24 * 60 };
const MONTHS =
  "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(
    " ",
  );
const ZONES = { WIB: "+07:00", WITA: "+08:00", WIT: "+09:00" };
const ISO_DURATION = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+[HMS])+)?$/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const ISO_CYCLE = /^R\d*\/(?:[^/P]+\/)?P[^/]+$/;
const DATE =
  /^(\d{1,2}) ([a-z]{3,9})\.? (\d{4}),?(?: pukul| jam)? (\d{1,2})[.:](\d\d)(?: (wib|wita|wit))?$/i;
const CYCLE = /^(?:(\d{1,6}) kali,? )?(?:tiap|setiap) (.+)$/i;

const WORKING_DAYS =
  "Waktu tunggu menghitung hari kalender, bukan hari kerja. Tulis misalnya 5 hari; " +
  "hari kerja hanya dihitung pada Waktu baku sebuah langkah.";
const UNREAD = {
  timeDuration:
    "Tidak terbaca. Tulis misalnya 30 menit, 1,5 jam, 2 hari, atau tanggal dengan jam dan zona: " +
    "25 November 2026 08.00 WIB.",
  timeDate: "Tidak terbaca. Tulis tanggal dengan jam dan zona: 25 November 2026 08.00 WIB.",
  timeCycle: "Tidak terbaca. Tulis misalnya tiap 1 bulan, atau 3 kali tiap 10 menit.",
};

/** Return `{kind, stored}` of what somebody typed, or `{refused}`: the sentence that says why not. */
export function readWait(text, kind) {
  const typed = text.trim().replace(/\s+/g, " ");
  if (typed.startsWith("=")) return { kind, stored: typed };
  if (/\bkerja\b/i.test(typed)) return { refused: WORKING_DAYS };
  if (ISO_CYCLE.test(typed)) return { kind: "timeCycle", stored: typed };
  if (ISO_DATE.test(typed)) return { kind: "timeDate", stored: typed };
  const date = DATE.exec(typed);
  if (date) return instant(date);
  const cycle = CYCLE.exec(typed);
  const every = duration(cycle ? cycle[2] : typed);
  if (!every || (kind === "timeDate" && !cycle)) return { refused: UNREAD[kind] };
  if (cycle || kind === "timeCycle") {
    return { kind: "timeCycle", stored: `R${cycle?.[1] ?? ""}/${every}` };
  }
  return { kind: "timeDuration", stored: every };
}

/** Return how people write what is stored; what has no such words comes back as it is. */
export function writtenWait(stored) {
  const [, count, every] = /^R(\d*)\/(P[^/]+)$/.exec(stored) ?? [];
  if (every) return `${count ? `${count} kali ` : ""}tiap ${spoken(every)}`;
  return spokenInstant(stored) ?? spoken(stored);
}

function duration(text) {
  if (ISO_DURATION.test(text)) return text;
  const halves = half(text.toLowerCase());
  if (halves) return halves;
  const parts = [...text.toLowerCase().matchAll(/(\d{1,6}) ?([a-z]+)/g)];
  if (parts.map(([part]) => part).join(" ") !== text.toLowerCase()) return null;
  const written = { false: "", true: "" };
  let last = -1;
  for (const [, count, word] of parts) {
    const at = UNITS.findIndex(([pattern]) => pattern.test(word));
    // From the largest unit to the smallest, each once: so ISO 8601 has it.
    if (at <= last) return null;
    last = at;
    written[UNITS[at][3]] += Number(count) + UNITS[at][1];
  }
  if (last < 0) return null;
  return `P${written.false}${written.true && `T${written.true}`}`;
}

/** "1,5 jam" and "½ hari": half of what has a length of its own. */
function half(text) {
  const [, whole, word] = /^(?:(\d{1,4})[.,]5|½) ?([a-z]+)$/.exec(text) ?? [];
  const unit = word && UNITS.find(([pattern]) => pattern.test(word))?.[2];
  const minutes = (Number(whole ?? 0) + 0.5) * (MINUTES[unit] ?? Number.NaN);
  if (!Number.isInteger(minutes)) return null;
  return minutes % 60 ? `PT${minutes}M` : `PT${minutes / 60}H`;
}

function instant([, day, word, year, hour, minute, zone]) {
  const month = MONTHS.findIndex((name) =>
    [name, name.slice(0, 3)].some((one) => one.toLowerCase() === word.toLowerCase()),
  );
  const made = new Date(Date.UTC(year, month, day, hour, minute));
  const exists =
    month >= 0 && made.getUTCDate() === Number(day) && hour < 24 && minute < 60 && year > 0;
  if (!exists) return { refused: "Tanggal atau jam ini tidak ada." };
  if (!zone) return { refused: "Tambahkan zona waktunya: WIB, WITA, atau WIT." };
  const local = made.toISOString().slice(0, 19);
  return { kind: "timeDate", stored: local + ZONES[zone.toUpperCase()] };
}

function spoken(stored) {
  const [, days = "", clock = ""] = /^P([\dYMWD]*)(?:T([\dHMS]+))?$/.exec(stored) ?? [];
  const words = (text, timed) =>
    [...text.matchAll(/(\d+)([A-Z])/g)].map(([, count, letter]) => {
      const [, , unit] = UNITS.find((one) => one[1] === letter && one[3] === timed) ?? [];
      return unit && `${Number(count)} ${unit}`;
    });
  const all = [...words(days, false), ...words(clock, true)];
  return all.length > 0 && all.every(Boolean) ? all.join(" ") : stored;
}

function spokenInstant(stored) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::00)?(\+\d\d:00)$/.exec(stored);
  const zone = parts && Object.keys(ZONES).find((name) => ZONES[name] === parts[6]);
  if (!zone || !MONTHS[parts[2] - 1]) return null;
  const [, year, month, day, hour, minute] = parts;
  return `${Number(day)} ${MONTHS[month - 1]} ${year} ${hour}.${minute} ${zone}`;
}
