import { documentsOf } from "./panel/identity.js";
import { extensionOf } from "./panel/values.js";
import { askName } from "./paper_name.js";
import { outputOf } from "./papers.js";

const MENU = "alur-papers";
const NEW = "newDocument";

/** What is offered for each document, and by which words of the kegiatan it comes first. */
const ACTS = [
  ["newVersion", "Versi baru", /perbaik|revisi|[sy]empurna/],
  ["paraf", "Paraf", /[pm]araf/],
  ["approveForSignature", "Setujui untuk ditandatangani", /[sy]etuju/],
  ["sign", "Tanda tangan", /anda ?tangan|\bttd\b|mengesahkan|menetapkan/],
];

/** *Dokumen*: the menu of a step that says what it makes, and what it does with documents. */
class PaperMenu {
  static $inject = ["popupMenu", "canvas", "alurPapers", "alurPad"];

  constructor(popupMenu, canvas, papers, pad) {
    Object.assign(this, { popupMenu, canvas, papers, pad });
    popupMenu.registerProvider(MENU, this);
    pad.offer((element) => this.offer(element));
  }

  offer(step) {
    if (!this.papers.fits(step)) return undefined;
    const open = () => {
      this.popupMenu.open(step, MENU, this.pad.beside(step), { title: "Dokumen" });
    };
    return {
      id: "alur-papers",
      key: "D",
      title: "Dokumen: buat, paraf, tanda tangan",
      className: "bpmn-icon-data-object",
      click: open,
      byKey: open,
    };
  }

  /** What the words of the step ask for comes first, then a new document, then the others. */
  getPopupMenuEntries(step) {
    const wanted = suits(step);
    const acts = this.acts(step).map(({ kind, said, document, name }) => ({
      id: `${kind}-${document}`,
      first: kind === wanted,
      entry: { label: `${said}: ${name}`, action: () => this.add(step, { kind, document }) },
    }));
    const make = { label: "Dokumen baru …", action: () => this.makeNew(step) };
    const ordered = [
      ...acts.filter(({ first }) => first),
      { id: NEW, entry: make },
      ...acts.filter(({ first }) => !first),
    ];
    return Object.fromEntries(ordered.map(({ id, entry }) => [id, entry]));
  }

  /** What the step does not do yet with the documents of the SOP. */
  acts(step) {
    return documentsOf(step)
      .flatMap(({ value: document, label: name }) =>
        ACTS.map(([kind, said]) => ({ kind, said, document, name })),
      )
      .filter(({ kind, document }) => !this.papers.does(step, kind, document));
  }

  add(step, paper) {
    this.popupMenu.close();
    this.papers.add(step, paper);
  }

  makeNew(step) {
    this.popupMenu.close();
    askName(this.canvas, this.pad.beside(step), outputOf(step), (name) =>
      this.papers.add(step, { kind: NEW, name }),
    );
  }
}

/** What the words of a step say that it does with a document; undefined: they do not say it. */
function suits({ businessObject }) {
  const said = extensionOf(businessObject, "alur:Step")?.get("activity") ?? businessObject.name;
  return ACTS.find(([, , words]) => words.test((said ?? "").toLowerCase()))?.[0];
}

export default { __init__: ["alurPaperMenu"], alurPaperMenu: ["type", PaperMenu] };
