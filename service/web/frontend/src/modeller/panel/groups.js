import { identity, kinds, processDocuments } from "./identity.js";
import { given, job, returned, rules } from "./machines.js";
import { proposed, role, standard, step } from "./row.js";
import { assignments, awaited, call, condition, mapped, others, sent, timer } from "./running.js";
import { script } from "./script.js";
import { acts, decision, form, outputs, requirements } from "./work.js";

/** The groups of an element that Alur adds to those of plain BPMN. */
export function groupsOf(element, injector, known) {
  return [
    identity(element),
    kinds(element),
    processDocuments(element, injector),
    role(element),
    step(element, injector),
    proposed(element),
    standard(element),
    requirements(element, injector),
    outputs(element, injector),
    acts(element, injector),
    form(element, known.forms),
    decision(element),
    condition(element),
    timer(element),
    awaited(element),
    script(element),
    rules(element),
    job(element),
    given(element, injector),
    returned(element, injector),
    call(element, known.sops),
    mapped(element, injector, "In", "Data yang dikirim"),
    mapped(element, injector, "Out", "Data yang diterima"),
    sent(element, injector),
    assignments(element, injector),
    others(element),
  ].filter(Boolean);
}
