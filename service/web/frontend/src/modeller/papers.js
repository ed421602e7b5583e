import { is } from "bpmn-js/lib/util/ModelUtil";
import { declare, drawingOf } from "./documents.js";
import { documentsOf } from "./panel/identity.js";
import { Edit, extensionOf, extensionsOf } from "./panel/values.js";
import { isStep } from "./ways.js";

const COMMAND = "alur.paper";

/** What a step does with a document → the form for it, as service/diagrams/table proposes it. */
const FORMS = {
  newDocument: "konsep",
  newVersion: "perbaikan-naskah",
  paraf: "paraf",
  approveForSignature: "tanda-tangan",
  sign: "tanda-tangan",
};
/** The same, for whatever document the step makes, where it makes no other. */
const FORMS_FOR_OTHERS = {
  newDocument: "dokumen-langkah",
  newVersion: "perbaikan-dokumen-langkah",
};
/** The key of the document that those forms know which ask for a file. */
const USUAL = "naskah";
const LONGEST_KEY = 60;

/** What a step makes, and what it does with the documents of its SOP. */
class Papers {
  static $inject = ["commandStack", "selection"];

  constructor(commandStack, selection) {
    this.commands = commandStack;
    this.selection = selection;
    commandStack.registerHandler(COMMAND, AddPaper);
  }

  fits(element) {
    return is(element, "bpmn:Task") && isStep(element);
  }

  does(step, kind, document) {
    return [...outputs(step), ...extensionsOf(step.businessObject, "alur:Act")].some(
      (one) => one.get("kind") === kind && one.get("document") === document,
    );
  }

  /** Let a step do something with a document of the SOP, or make one of a new name. */
  add(step, paper) {
    this.commands.execute(COMMAND, { step, ...paper });
    this.selection.select(step);
  }
}

class AddPaper {
  static $inject = ["injector", "elementRegistry", "canvas"];

  constructor(injector, elementRegistry, canvas) {
    Object.assign(this, { injector, elementRegistry, canvas });
  }

  preExecute({ step, kind, name, document = this.declared(step, name) }) {
    const makes = kind === "newDocument" || kind === "newVersion";
    if (makes) {
      this.make(step, kind, document);
      this.tick(step, document);
    } else {
      new Edit(this.injector, step).add("alur:Act", { kind, document }).done();
    }
    const key = formFor(step, kind, document);
    const asks = is(step, "bpmn:ReceiveTask") || extensionOf(step.businessObject, "alur:Form");
    if (key && !asks) new Edit(this.injector, step).add("alur:Form", { key }).done();
  }

  /** The key of the document that is called so; a new one is declared at the process. */
  declared(step, name) {
    const known = documentsOf(step);
    const found = known.find(({ label }) => same(label, name));
    if (found) return found.value;
    const keys = known.map(({ value }) => value);
    const key = free(keys.includes(USUAL) ? keyOf(name) : USUAL, keys);
    declare(this.injector, step, [{ key, name }]);
    return key;
  }

  /** Let the output of a step be the document; what asked for no file so far now does. */
  make(step, kind, document) {
    const name = outputOf(step);
    const record = outputs(step).find(
      (one) => one.get("kind") === "record" && one.get("name") === name,
    );
    const edit = new Edit(this.injector, step);
    if (record) edit.update(record, { kind, document });
    else edit.add("alur:Output", { kind, document, ...(name ? { name } : {}) });
    edit.done();
  }

  /** Tick the lines of kelengkapan that are called as the document, or as the output it is. */
  tick(step, document) {
    const called = documentsOf(step).find(({ value }) => value === document)?.label;
    const names = [called, outputOf(step)].filter(Boolean);
    const steps = this.elementRegistry.filter(
      (each) => isStep(each) && drawingOf(each) === drawingOf(step),
    );
    for (const each of steps) {
      const edit = new Edit(this.injector, each);
      for (const line of extensionsOf(each.businessObject, "alur:Requirement")) {
        const wanted = names.some((name) => same(name, line.get("name")));
        if (wanted && !line.get("document")) edit.update(line, { document });
      }
      edit.done();
    }
  }
}

/** A form for what a step does with a document; none where no form asks for all that it makes. */
function formFor(step, kind, document) {
  if (document === USUAL || !(kind in FORMS_FOR_OTHERS)) return FORMS[kind];
  const made = outputs(step).filter((one) => one.get("kind") in FORMS_FOR_OTHERS);
  return made.every((one) => one.get("document") === document)
    ? FORMS_FOR_OTHERS[kind]
    : undefined;
}

/** What a step puts out, as the document says it. */
export function outputOf(step) {
  const said = extensionOf(step.businessObject, "alur:Step")?.get("outputText");
  const listed = outputs(step);
  return said || (listed.length === 1 ? listed[0].get("name") : "") || "";
}

function outputs(step) {
  return extensionsOf(step.businessObject, "alur:Output");
}

function same(one, other) {
  return (one ?? "").toLowerCase() === (other ?? "").toLowerCase();
}

/** A name as a key: "Nota Dinas" → "nota-dinas". */
function keyOf(name) {
  const words = name
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .toLowerCase();
  const key = (words.match(/[a-z0-9]+/g) ?? []).join("-").slice(0, LONGEST_KEY);
  return (/^[a-z]/.test(key) ? key : `sop-${key}`).replace(/-$/, "");
}

function free(wanted, taken) {
  let found = wanted;
  for (let number = 2; taken.includes(found); number += 1) found = `${wanted}-${number}`;
  return found;
}

export default { __init__: ["alurPapers"], alurPapers: ["type", Papers] };
