/** What is longer is read as plain text: the markup of a word processor is many times its words. */
const LONGEST = 8_000_000;
/** Stands below a cell that is merged over several rows. */
const SAME = "\u2033";
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
  const alone = rows?.length > 1 && rows.every((cells) => cells.length === 1);
  return alone ? rows.flat().map((cell) => (cell === SAME ? "" : cell)) : undefined;
}

export function plainOf(clipboard) {
  return clipboard.getData("text/plain");
}

function tableOf(clipboard) {
  const markup = clipboard.getData("text/html");
  if (!/<table/i.test(markup) || markup.length > LONGEST) return undefined;
  // Nothing in such a document runs or is fetched.
  const page = new DOMParser().parseFromString(markup, "text/html");
  const rows = partsOf([...page.querySelectorAll("table")]).flatMap(spread);
  return rows.length ? rows : undefined;
}

/**
 * The tables that are one: the largest, and those beside it that go on with it, as a document has
 * them that breaks a table in two. Each counts by the cells of its own: a layout has few.
 */
function partsOf(tables) {
  const size = (table) => [...table.rows].reduce((sum, row) => sum + row.cells.length, 0);
  const largest = tables.reduce((one, other) => (size(other) > size(one) ? other : one));
  const beside = (table) => !largest.contains(table) && !table.contains(largest);
  const follows = (table) =>
    largest.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING;
  const isPart = (table) =>
    widthOf(table) === widthOf(largest) || (follows(table) && goesOn(table));
  return tables.filter((table) => table === largest || (beside(table) && isPart(table)));
}

function widthOf(table) {
  const widths = [...table.rows].map((row) =>
    [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0),
  );
  return Math.max(0, ...widths);
}

/** Whether a table has no titles of its own: it begins with the number of a step. */
function goesOn(table) {
  const first = table.rows[0]?.cells;
  return first?.length > 2 && /^\d+[.)]?$/.test(words(first[0]));
}

/**
 * The cells of each row that is shown. Below a merged one stands "the same as above"; beside it
 * nothing, but where it is only a tick, that holds for each column.
 */
function spread(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, down) => {
    let place = 0;
    for (const cell of row.cells) {
      while (rows[down][place] !== undefined) place += 1;
      const said = words(cell);
      // A cell that reaches to the end of its table has 0.
      for (const covered of rows.slice(down, down + (cell.rowSpan || rows.length))) {
        cover(covered, place, cell.colSpan, covered === rows[down] ? said : said && SAME);
      }
    }
  });
  return rows
    .filter((_, down) => !isHidden(table.rows[down]))
    .map((cells) => Array.from(cells, (cell) => cell ?? ""));
}

function cover(cells, place, width, said) {
  const sign = said.length === 1 && !/[\p{L}\p{N}-]/u.test(said);
  for (let at = place; at < place + width; at += 1) cells[at] = at === place || sign ? said : "";
}

/** What a reader of the document does not see: hidden text, and what was struck out of it. */
function isHidden(node) {
  return (
    node.hidden ||
    node.tagName === "DEL" ||
    node.classList.contains("msoDel") ||
    /display:\s*none|mso-hide:\s*all/i.test(node.getAttribute("style"))
  );
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
  if (isHidden(node)) return "";
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
