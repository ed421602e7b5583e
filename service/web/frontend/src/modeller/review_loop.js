import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { lead, placeName, wayBetween } from "./leading.js";
import { Edit, extensionOf } from "./panel/values.js";
import { makeRoom } from "./room.js";
import { before, flows, isStep, isWork, numberOf } from "./ways.js";

const COMMAND = "alur.review-loop";

// As service/diagrams/table writes a row that can send back.
const QUESTION = "Disetujui?";
const ONWARD = "Ya, teruskan";
const FORM = "koreksi";

/** From the right of a step to the middle of its gateway, and to what stood there, in pixels. */
const PLACE = 70;
const ROOM = 120;

/** *Jika tidak, kembali ke …*: a step decides whether work goes on or back to an earlier step. */
class ReviewLoop {
  static $inject = ["commandStack", "selection"];

  constructor(commandStack, selection) {
    this.commands = commandStack;
    this.selection = selection;
    commandStack.registerHandler(COMMAND, DrawReviewLoop);
  }

  /** The steps to which a step may send back and does not yet, the nearest first. */
  targets(step) {
    if (!canDecide(step)) return [];
    const back = flows(decisionBehind(step)?.outgoing ?? []).map(({ target }) => target);
    return before(step).filter(
      (each) => isStep(each) && each.parent === step.parent && !back.includes(each),
    );
  }

  draw(step, target) {
    this.commands.execute(COMMAND, { step, target });
    this.selection.select(step);
  }
}

class DrawReviewLoop {
  static $inject = ["modeling", "elementFactory", "bpmnFactory", "elementRegistry", "injector"];

  constructor(modeling, elementFactory, bpmnFactory, elementRegistry, injector) {
    Object.assign(this, { modeling, elementFactory, bpmnFactory, elementRegistry, injector });
  }

  /** `asked`: the question and the words of its ways, where somebody typed them. */
  preExecute({ step, target, asked }) {
    const gateway = decisionBehind(step) ?? this.part(step, asked?.question ?? QUESTION);
    const variable = this.decide(step);
    if (gateway.businessObject.default) {
      this.modeling.updateProperties(gateway, { default: undefined });
    }
    const onward = flows(gateway.outgoing);
    for (const flow of onward.filter((one) => !outcomeOf(one))) {
      const name = flow.businessObject.name || (asked?.onward ?? ONWARD);
      this.choose(flow, variable, { name, outcome: wordsOf(name) });
    }
    const number = numberOf(target);
    const back = this.modeling.connect(gateway, target, {
      type: "bpmn:SequenceFlow",
      waypoints: wayBetween(this.injector, gateway, target),
    });
    this.choose(back, variable, {
      name: asked?.back ?? `Kembalikan ke ${calledOf(target, number)}`,
      outcome: `kembalikan_${plain(number) || plain(target.id)}`,
      "alur:purpose": "return",
    });
    if (!extensionOf(step.businessObject, "alur:Form")) {
      new Edit(this.injector, step).add("alur:Form", { key: FORM }).done();
    }
  }

  /** Put a gateway behind a step: what left the step leaves the gateway from now on. */
  part(step, question) {
    makeRoom(this.injector, "x", step.x + step.width + 1, ROOM);
    const [onward] = flows(step.outgoing);
    const shape = this.elementFactory.createShape({ type: "bpmn:ExclusiveGateway" });
    shape.businessObject.name = question;
    const at = { x: step.x + step.width + PLACE, y: getMid(step).y };
    const gateway = this.modeling.createShape(shape, at, step.parent);
    this.modeling.reconnectStart(onward, gateway, at);
    this.modeling.connect(step, gateway);
    this.modeling.layoutConnection(onward, { waypoints: [] });
    lead(this.injector, onward);
    const agency = extensionOf(step.businessObject, "alur:Agency")?.get("key");
    if (agency) new Edit(this.injector, gateway).add("alur:Agency", { key: agency }).done();
    return gateway;
  }

  /** The variable that takes the outcome. */
  decide(step) {
    const known = extensionOf(step.businessObject, "alur:Decision")?.get("variable");
    if (known) return known;
    const seq = extensionOf(step.businessObject, "alur:Step")?.get("seq");
    const taken = this.elementRegistry
      .getAll()
      .map((each) => extensionOf(each.businessObject, "alur:Decision")?.get("variable"));
    const variable = free(`putusan_${seq || plain(step.id)}`, taken);
    new Edit(this.injector, step).set("alur:Decision", { variable }).done();
    return variable;
  }

  choose(flow, variable, { name, outcome: wanted, ...more }) {
    const object = flow.businessObject;
    const outcome = free(wanted, flows(flow.source.outgoing).map(outcomeOf));
    const conditionExpression = this.bpmnFactory.create("bpmn:FormalExpression", {
      body: `=${variable} = "${outcome}"`,
    });
    conditionExpression.$parent = object;
    const said = { conditionExpression, "alur:outcome": outcome, ...more };
    this.modeling.updateProperties(flow, object.name === name ? said : { name, ...said });
    placeName(this.injector, flow);
  }
}

/** Whether a person does the step once, and it leads on to one place. */
function canDecide(step) {
  return is(step, "bpmn:UserTask") && isWork(step) && flows(step.outgoing).length === 1;
}

/** The gateway behind a step that is its own, and decides nothing else. */
function decisionBehind(step) {
  const gateway = flows(step.outgoing)[0]?.target;
  if (!is(gateway, "bpmn:ExclusiveGateway") || flows(gateway.incoming).length !== 1) {
    return undefined;
  }
  const decides = extensionOf(step.businessObject, "alur:Decision");
  return decides || flows(gateway.outgoing).length === 1 ? gateway : undefined;
}

function calledOf(target, number) {
  return number.toLowerCase() || target.businessObject.name || "langkah itu";
}

function outcomeOf(flow) {
  return flow.businessObject.get("alur:outcome");
}

function wordsOf(name) {
  return (
    plain(name.toLowerCase().replace(/[^a-z0-9]+/g, " "))
      .split("_")
      .slice(0, 4)
      .join("_") || "teruskan"
  );
}

function plain(text) {
  return text.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "");
}

function free(wanted, taken) {
  let found = wanted;
  for (let number = 2; taken.includes(found); number += 1) found = `${wanted}_${number}`;
  return found;
}

export default { __init__: ["alurReviewLoop"], alurReviewLoop: ["type", ReviewLoop] };
