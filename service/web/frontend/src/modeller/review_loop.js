import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { Edit, extensionOf } from "./panel/values.js";
import { makeRoom } from "./room.js";
import { wayBack } from "./way_back.js";
import { before, flows, isBack, isStep, isWork, numberOf } from "./ways.js";

const COMMAND = "alur.review-loop";

// As service/diagrams/table writes a row that can send back.
const QUESTION = "Disetujui?";
const ONWARD = "Ya, teruskan";
const FORM = "koreksi";

/** From the right of a step to the middle of its gateway, and to what stood there, in pixels. */
const PLACE = 70;
const ROOM = 120;
/** From a line to what stands on it. */
const GAP = 6;
/** From one name to another that stands on a way back from the same gateway. */
const ASIDE = 95;

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

  preExecute({ step, target }) {
    const gateway = decisionBehind(step) ?? this.part(step);
    const variable = this.decide(step);
    if (gateway.businessObject.default) {
      this.modeling.updateProperties(gateway, { default: undefined });
    }
    const onward = flows(gateway.outgoing);
    for (const flow of onward.filter((one) => !outcomeOf(one))) {
      const name = flow.businessObject.name || ONWARD;
      this.choose(flow, variable, { name, outcome: wordsOf(name) });
    }
    const number = numberOf(target);
    const back = this.modeling.connect(gateway, target, {
      type: "bpmn:SequenceFlow",
      waypoints: wayBack(gateway, target, this.shapesBeside(step), this.linesBeside(step)),
    });
    this.choose(back, variable, {
      name: `Kembalikan ke ${number.toLowerCase() || target.businessObject.name || "langkah itu"}`,
      outcome: `kembalikan_${plain(number) || plain(target.id)}`,
      "alur:purpose": "return",
    });
    if (!extensionOf(step.businessObject, "alur:Form")) {
      new Edit(this.injector, step).add("alur:Form", { key: FORM }).done();
    }
  }

  /** Put a gateway behind a step: what left the step leaves the gateway from now on. */
  part(step) {
    makeRoom(this.injector, "x", step.x + step.width + 1, ROOM);
    const [onward] = flows(step.outgoing);
    const shape = this.elementFactory.createShape({ type: "bpmn:ExclusiveGateway" });
    shape.businessObject.name = QUESTION;
    const at = { x: step.x + step.width + PLACE, y: getMid(step).y };
    const gateway = this.modeling.createShape(shape, at, step.parent);
    this.modeling.reconnectStart(onward, gateway, at);
    this.modeling.layoutConnection(onward, { waypoints: [] });
    this.modeling.connect(step, gateway);
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
    this.besideLine(flow);
  }

  /** Put what stands on a flow beside where it leaves the gateway, behind what stands there. */
  besideLine({ label, waypoints: [begin, bend], source }) {
    if (!label) return;
    const back = flows(source.outgoing).filter(isBack).length;
    const upright = Math.abs(begin.x - bend.x) < 1;
    const to = upright
      ? { x: begin.x + GAP, y: bend.y > begin.y ? begin.y + GAP : begin.y - GAP - label.height }
      : { x: source.x + source.width + GAP, y: begin.y - GAP - label.height };
    to.x += Math.max(0, back - 1) * ASIDE;
    this.modeling.moveShape(label, { x: to.x - label.x, y: to.y - label.y });
  }

  shapesBeside(step) {
    return this.elementRegistry.filter(
      (each) => is(each, "bpmn:FlowNode") && !each.labelTarget && each.parent === step.parent,
    );
  }

  linesBeside(step) {
    return this.elementRegistry.filter(
      (each) => each.waypoints && is(each, "bpmn:SequenceFlow") && each.parent === step.parent,
    );
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
