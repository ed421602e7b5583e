/** Rows of a spreadsheet as the text that a clipboard holds: what is done, by whom, how long. */

const COLUMNS = {
  activity: /^(uraian )?kegiatan|^aktivitas|^langkah/,
  performer: /^pelaksana|^jabatan/,
  time: /^waktu/,
};
const UNITS = { menit: ["PT", "M"], jam: ["PT", "H"], hari: ["P", "D"], minggu: ["P", "W"] };

/** The rows of a text; none where it is not several lines, or one with columns. */
export function rowsOf(text) {
  const lines = text.split(/\r\n?|\n/).map((line) => line.split("\t").map((cell) => cell.trim()));
  const told = lines.filter((cells) => cells.some(Boolean));
  if (told.length < 2 && !text.includes("\t")) return [];
  const head = headOf(told[0] ?? []);
  const rows = head ? told.slice(1) : told;
  return rows
    .map((cells) => {
      const own = head ?? usual(cells);
      const [activity, performer, time] = ["activity", "performer", "time"].map(
        (name) => cells[own[name]] ?? "",
      );
      return { activity, performer, time, timeIso: isoOf(time) };
    })
    .filter(({ activity }) => activity);
}

function headOf(cells) {
  const place = (pattern) => cells.findIndex((cell) => pattern.test(cell.toLowerCase()));
  const head = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, pattern]) => [name, place(pattern)]),
  );
  return head.activity >= 0 && head.performer >= 0 ? head : undefined;
}

/** Without a heading: what is done, by whom, how long, behind a number or not. */
function usual(cells) {
  const first = /^\d+[.)]?$/.test(cells[0]) ? 1 : 0;
  return { activity: first, performer: first + 1, time: first + 2 };
}

/** "2 jam" → "PT2H"; what is written otherwise the analyst settles in the panel. */
function isoOf(time) {
  const [, count, unit] = /^(\d{1,3}) (menit|jam|hari|minggu)$/.exec(time.toLowerCase()) ?? [];
  if (!unit) return undefined;
  const [before, after] = UNITS[unit];
  return `${before}${count}${after}`;
}
