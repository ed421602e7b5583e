import { allFields, moveField, parentOf, removeField } from "./editor.js";
import { nameOf } from "./fields.js";
import { choice, relabelled } from "./naming.js";
import { rowsOf } from "./rows.js";

const AFTER_MS = 600;
const AFTER_DRAWN_MS = 50;

function make(tag, given = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...inside);
  return element;
}

/** The attributes of the chosen component, as a form of ours; one edit is one step of undo. */
export class Panel {
  constructor(part, editor) {
    this.part = part;
    this.editor = editor;
    this.part.append(make("p", { className: "soft", textContent: "" }));
    // A component that is added is chosen twice; what was typed in between stays.
    editor.on("selection.changed", () => {
      if (this.field !== this.fresh) this.fresh = null;
      this.refresh();
    });
    // A field that was just added gets its key from its label, until somebody goes elsewhere.
    editor.on("commandStack.formField.add.postExecuted", ({ context }) => {
      this.fresh = context.formField;
    });
    editor.on("commandStack.changed", () => this.refresh());
    this.show();
  }

  get field() {
    const chosen = this.editor.get("selection").get();
    return chosen && chosen.type !== "default" ? chosen : null;
  }

  /** Go to the first row; form-js takes the focus for a new component when it is drawn. */
  focus() {
    window.setTimeout(() => {
      const first = this.part.querySelector("input, textarea, select");
      first?.focus();
      first?.select?.();
    }, AFTER_DRAWN_MS);
  }

  show() {
    const { field } = this;
    this.controls = [];
    this.shape = this.shapeOf(field);
    if (!field) {
      this.part.replaceChildren(
        make("p", {
          className: "soft",
          textContent:
            "Pilih satu komponen untuk mengubah isinya, atau tambah dari daftar di kiri.",
        }),
      );
      return;
    }
    const rows = rowsOf(field);
    this.part.replaceChildren(
      make("h2", { className: "h3", textContent: nameOf(field.type) }),
      this.tools(field),
      ...(rows.length
        ? rows.map((row, number) => this.row(field, row, number))
        : [
            make("p", {
              textContent:
                "Komponen ini tidak didukung Alur. Ia tetap tersimpan, tetapi formulir belum dapat ditandai siap dipakai sebelum ia dihapus.",
            }),
          ]),
    );
  }

  /** Something changed, perhaps by undo: new values, and new rows only where there are others. */
  refresh() {
    const { field } = this;
    if (this.shape !== this.shapeOf(field)) {
      const at = document.activeElement?.dataset?.row;
      this.show();
      if (at) this.part.querySelector(`[data-row="${at}"]`)?.focus();
      return;
    }
    for (const [control, fill] of this.controls) if (control !== document.activeElement) fill();
    this.able?.();
  }

  shapeOf(field) {
    if (!field) return "";
    return [field.id, field.subtype, field.valuesKey, field.values?.length].join("/");
  }

  edit(field, properties) {
    this.editor.get("modeling").editFormField(field, properties);
  }

  // ---------------------------------------------------------------- up, down, away

  tools(field) {
    const up = this.tool("Naikkan", () => moveField(this.editor, field, -1));
    const down = this.tool("Turunkan", () => moveField(this.editor, field, 1));
    const away = this.tool("Hapus", () => removeField(this.editor, field));
    this.able = () => {
      const among = parentOf(this.editor, field)?.components ?? [];
      up.disabled = among.indexOf(field) <= 0;
      down.disabled = among.indexOf(field) >= among.length - 1;
    };
    this.able();
    return make("div", { className: "actions" }, up, down, away);
  }

  tool(label, act) {
    const button = make("button", {
      type: "button",
      className: "button secondary small",
      textContent: label,
    });
    button.addEventListener("click", act);
    return button;
  }

  // ---------------------------------------------------------------- one row

  row(field, row, number) {
    if (row.kind === "options") return this.options(field, row);
    const id = `isi-${number}`;
    const control = this.control(row, id);
    control.id = id;
    control.dataset.row = row.path;
    const label = make("label", { htmlFor: id, textContent: row.label });
    const hint = row.hint
      ? make("span", { className: "hint", id: `${id}-petunjuk`, textContent: row.hint })
      : "";
    const wrong = make("span", { className: "field-error", id: `${id}-galat`, hidden: true });
    control.setAttribute("aria-describedby", `${row.hint ? `${id}-petunjuk ` : ""}${id}-galat`);
    this.listen(field, row, control, wrong);
    if (row.kind === "tick") {
      return make(
        "div",
        { className: "field" },
        make("div", { className: "choice" }, control, label),
        hint,
        wrong,
      );
    }
    return make("div", { className: "field" }, label, hint, wrong, control);
  }

  control(row) {
    if (row.kind === "tick") return make("input", { type: "checkbox" });
    if (row.kind === "long") return make("textarea", { rows: 3 });
    if (row.kind === "choice") {
      return make(
        "select",
        {},
        ...row.options.map((one) => make("option", { value: one.value, textContent: one.label })),
      );
    }
    const control = make("input", { type: "text", autocomplete: "off", spellcheck: !row.code });
    if (row.figure) control.inputMode = "decimal";
    if (row.code) control.classList.add("code");
    return control;
  }

  listen(field, row, control, wrong) {
    const ticks = row.kind === "tick";
    const fill = () => {
      if (ticks) control.checked = Boolean(row.read(field));
      else control.value = String(row.read(field) ?? "");
    };
    const take = () => {
      window.clearTimeout(timer);
      const to = ticks ? control.checked : control.value;
      const told = row.wrong?.(field, to, allFields(this.editor)) ?? "";
      wrong.textContent = told;
      wrong.hidden = !told;
      control.toggleAttribute("aria-invalid", Boolean(told));
      const now = ticks ? Boolean(row.read(field)) : String(row.read(field) ?? "");
      if (told || to === now) return;
      const fresh = this.fresh === field;
      if (row.path === "key") this.fresh = null;
      this.edit(field, row.write(field, to, allFields(this.editor), fresh));
    };
    let timer = 0;
    control.addEventListener("change", take);
    control.addEventListener("blur", take);
    if (!ticks && row.kind !== "choice") {
      control.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(take, AFTER_MS);
      });
    }
    this.controls.push([control, fill]);
    fill();
  }

  // ---------------------------------------------------------------- choices

  options(field, row) {
    const lines = (field.values ?? []).map((_, number) => this.option(field, number));
    const add = this.tool("Tambah pilihan", () => {
      const values = field.values ?? [];
      const next = values.length + 1;
      this.edit(field, { values: [...values, choice(next, values)] });
      this.part.querySelector(`[data-row="label-${next - 1}"]`)?.focus();
    });
    return make(
      "fieldset",
      { className: "form-editor-options" },
      make("legend", { textContent: row.label }),
      ...lines,
      add,
    );
  }

  option(field, number) {
    const cell = (name, title) => {
      const control = make("input", { type: "text", autocomplete: "off" });
      control.setAttribute("aria-label", `${title} pilihan ${number + 1}`);
      control.placeholder = title;
      control.dataset.row = `${name}-${number}`;
      const fill = () => {
        control.value = field.values?.[number]?.[name] ?? "";
      };
      control.addEventListener("change", () => {
        const to = control.value.trim();
        const values =
          name === "label"
            ? relabelled(field.values, number, to, this.fresh === field)
            : field.values.map((one, at) => (at === number ? { ...one, value: to } : one));
        this.edit(field, { values });
      });
      this.controls.push([control, fill]);
      fill();
      return control;
    };
    const drop = this.tool("Hapus", () =>
      this.edit(field, { values: field.values.filter((_, at) => at !== number) }),
    );
    drop.setAttribute("aria-label", `Hapus pilihan ${number + 1}`);
    return make(
      "div",
      { className: "form-editor-option" },
      cell("label", "Label"),
      cell("value", "Nilai"),
      drop,
    );
  }
}
