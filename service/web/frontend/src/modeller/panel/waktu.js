/**
 * Waktu as an SOP writes it, read as the table reads it (`service/diagrams/table/waktu.py`, which
 * `tests/acceptance/test_panel_waktu.py` holds this to): "2 jam" is PT2H, "menit" cannot be counted.
 */

/** Units as documents write them → letters of ISO 8601, and minutes where parts can be counted. */
const UNITS = {
  menit: ["M", 1],
  mnt: ["M", 1],
  jam: ["H", 60],
  jm: ["H", 60],
  hari: ["D"],
  hr: ["D"],
  hk: ["D"],
  minggu: ["W"],
  mgg: ["W"],
  bulan: ["MONTH"],
  bln: ["MONTH"],
  tahun: ["Y"],
  thn: ["Y"],
};

/** How else a time is written → plainly. */
const PLAINLY = [
  [/^(?:paling lama|maksimal|maks\.?|±|\+\/-|kurang lebih|sekitar)\s*(?=\d)/g, ""],
  [/\.$/g, ""],
  [/(?<=\d)\s*\([a-z ]+\)(?=\s*[a-z])/g, ""],
  [/(?<=\d)\s*['′’](?!['′’])/g, " menit"],
  [/\bsetengah\b/g, "½"],
];
const AMOUNT = /(\d{1,4}(?:[.,]\d{1,2})?|½|\d{1,3} ?½)\s*([a-z]+)\.?(?:\s*\(?kerja\)?)?[ ,]*/y;
const LONGEST = 60;
const MOST_MINUTES = 600_000;

const PARTS = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** What somebody typed: the document's words, what is counted of them, and *Disesuaikan*. */
export function readWaktu(typed) {
  const text = typed.trim().split(/\s+/).join(" ");
  const plain = text.toLowerCase();
  if (plain.startsWith("disesuaikan") || plain === "menyesuaikan") return { text, adjusted: true };
  return { text, iso: plain.length > LONGEST ? undefined : isoOf(plain), adjusted: false };
}

/** How people say what is counted; undefined where it is nothing that they could. */
export function writtenWaktu(iso, { hari = "hari", jam = "jam" } = {}) {
  const [, years = 0, months = 0, weeks, days, hours, minutes] = PARTS.exec(iso ?? "") ?? [];
  const words = [
    [12 * years + Number(months), "bulan"],
    [weeks, "minggu"],
    [days, hari],
    [hours, jam],
    [minutes, "menit"],
  ]
    .filter(([count]) => Number(count))
    .map(([count, unit]) => `${Number(count)} ${unit}`);
  return words.join(" ") || undefined;
}

function isoOf(typed) {
  let plain = typed;
  for (const [pattern, plainly] of PLAINLY) plain = plain.replace(pattern, plainly);
  const amounts = [];
  AMOUNT.lastIndex = 0;
  let read = 0;
  while (read < plain.length) {
    const found = AMOUNT.exec(plain);
    if (!found || !Object.hasOwn(UNITS, found[2])) return undefined;
    read = AMOUNT.lastIndex;
    amounts.push([hundredths(found[1]), found[2]]);
  }
  const [first] = amounts;
  if (!first) return undefined;
  if (amounts.every(([, unit]) => unit === first[1])) {
    return single(
      amounts.reduce((sum, [count]) => sum + count, 0),
      UNITS[first[1]],
    );
  }
  if (!amounts.every(([, unit]) => UNITS[unit][1])) return undefined;
  return clock(amounts.reduce((sum, [count, unit]) => sum + count * UNITS[unit][1], 0));
}

/** A number in hundredths, so that parts are added exactly. */
function hundredths(text) {
  const [whole = "0", part = ""] = text.replace("½", "").trim().replace(",", ".").split(".");
  return 100 * Number(whole) + Number(part.padEnd(2, "0")) + (text.includes("½") ? 50 : 0);
}

function single(count, [letter, minutes]) {
  if (count <= 0) return undefined;
  if (count % 100) return minutes ? clock(count * minutes) : undefined;
  const whole = count / 100;
  if (minutes) return `PT${whole}${letter}`;
  return letter === "MONTH" ? `P${whole}M` : `P${whole}${letter}`;
}

function clock(total) {
  const minutes = total / 100;
  if (!Number.isInteger(minutes) || minutes <= 0 || minutes > MOST_MINUTES) return undefined;
  const hours = Math.floor(minutes / 60);
  return `PT${hours ? `${hours}H` : ""}${minutes % 60 ? `${minutes % 60}M` : ""}`;
}
