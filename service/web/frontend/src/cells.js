/** What is longer is read as plain text: the markup of a word processor is many times its words. */
const LONGEST = 8_000_000;
const BLOCKS = new Set(["P", "DIV", "LI", "TR", "H1", "H2", "H3", "H4"]);
/** Fonts whose letters are signs: a tick is a letter there. */
const SIGNS = /wingdings|webdings|zapf ?dingbats/i;

/**
 * The text of a clipboard, cells apart by tabs.
 *
 * Where a table is in it, as spreadsheets and word processors copy one, its cells are taken from
 * there: plain text says neither which cells were merged nor that a letter is a tick.
 */
export function textOf(clipboard) {
  const rows = tableOf(clipboard);
  return rows ? rows.map((cells) => cells.map(quoted).join("\t")).join("\n") : plainOf(clipboard);
}

/** The cells of a table that is only a column, from the first to the last; else nothing. */
export function columnOf(clipboard) {
  const rows = tableOf(clipboard);
  return rows?.length > 1 && rows.every((cells) => cells.length === 1) ? rows.flat() : undefined;
}

export function plainOf(clipboard) {
  return clipboard.getData("text/plain");
}

function tableOf(clipboard) {
  const markup = clipboard.getData("text/html");
  if (!/<table/i.test(markup) || markup.length > LONGEST) return undefined;
  // Nothing in such a document runs or is fetched.
  const tables = [
    ...new DOMParser().parseFromString(markup, "text/html").querySelectorAll("table"),
  ];
  const size = (table) => table.querySelectorAll("td, th").length;
  return spread(tables.sort((one, other) => size(other) - size(one))[0]);
}

/** The cells of each row; those that a merged one covers are empty. */
function spread(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, down) => {
    let place = 0;
    for (const cell of row.cells) {
      while (rows[down][place] !== undefined) place += 1;
      // A cell that reaches to the end of its table has 0.
      for (const covered of rows.slice(down, down + (cell.rowSpan || rows.length))) {
        cover(covered, place, cell.colSpan);
      }
      rows[down][place] = words(cell);
    }
  });
  return rows.map((cells) => Array.from(cells, (cell) => cell ?? ""));
}

function cover(cells, place, width) {
  for (let at = place; at < place + width; at += 1) cells[at] = "";
}

/** The words of a cell, a line for each of its paragraphs. */
function words(cell) {
  const lines = written(cell).split("\n");
  return lines
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

function written(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || /^(STYLE|SCRIPT)$/.test(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const within = [...node.childNodes].map(written).join("");
  if (within.trim() && SIGNS.test(`${node.getAttribute("style")} ${node.getAttribute("face")}`)) {
    return within.trim().length === 1 ? "✓" : within;
  }
  return BLOCKS.has(node.tagName) ? `\n${within}\n` : within;
}

/** A cell as spreadsheets write it where it holds what parts cells. */
function quoted(cell) {
  return /["\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
