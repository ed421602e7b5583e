import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { laneAt, lanesOf } from "./lanes.js";
import { nextSeq } from "./numbering.js";
import { makeRoom } from "./room.js";
import { flows } from "./ways.js";

const COMMAND = "alur.chain-rows";
const SIZE = { width: 100, height: 80 };
/** From the middle of one step to that of the next, in pixels. */
const APART = 160;

/** Draws rows as steps behind an element, each in the lane of its pelaksana: one step of undo. */
class Chaining {
  static $inject = ["commandStack", "injector"];

  constructor(commandStack, injector) {
    this.commands = commandStack;
    this.injector = injector;
    commandStack.registerHandler(COMMAND, ChainRows);
  }

  /** Where rows can go on: what is chosen, else what leads to the only end. */
  from() {
    const chosen = this.injector.get("selection").get();
    if (chosen.length === 1) return goesOn(chosen[0]) ? chosen[0] : undefined;
    const ends = this.injector
      .get("elementRegistry")
      .filter((element) => is(element, "bpmn:EndEvent") && !element.labelTarget);
    const before = ends.length === 1 && !chosen.length ? flows(ends[0].incoming) : [];
    return before.length === 1 && goesOn(before[0].source) ? before[0].source : undefined;
  }

  draw(rows, after) {
    const context = { rows, after };
    this.commands.execute(COMMAND, context);
    this.injector.get("selection").select(context.drawn.at(-1));
  }
}

class ChainRows {
  static $inject = ["modeling", "elementFactory", "bpmnFactory", "elementRegistry", "injector"];

  constructor(modeling, elementFactory, bpmnFactory, elementRegistry, injector) {
    Object.assign(this, { modeling, elementFactory, bpmnFactory, elementRegistry, injector });
  }

  preExecute(context) {
    const { rows, after } = context;
    const [onward] = flows(after.outgoing);
    const target = onward?.target;
    makeRoom(this.injector, "x", after.x + after.width + 1, rows.length * APART);
    let lane = laneAt(lanesOf(this.elementRegistry), after);
    const seq = nextSeq(this.elementRegistry);
    let before = after;
    context.drawn = rows.map((row, place) => {
      lane = this.laneOf(row.performer) ?? lane;
      const step = this.step(row, seq + place);
      const at = {
        x: after.x + after.width + (place + 0.5) * APART,
        y: lane ? getMid(lane).y : getMid(after).y,
      };
      const drawn = this.modeling.createShape(step, at, after.parent);
      if (place === 0 && onward) this.modeling.reconnectEnd(onward, drawn, getMid(drawn));
      else this.modeling.connect(before, drawn);
      before = drawn;
      return drawn;
    });
    if (target) this.modeling.connect(before, target);
  }

  laneOf(performer) {
    const wanted = plain(performer);
    if (!wanted) return undefined;
    const lanes = lanesOf(this.elementRegistry);
    return (
      lanes.find((lane) => plain(lane.businessObject.name) === wanted) ??
      lanes.find((lane) => ` ${wanted} `.includes(` ${plain(lane.businessObject.name)} `))
    );
  }

  step({ activity, time, timeIso }, seq) {
    const shape = this.elementFactory.createShape({ type: "bpmn:UserTask", ...SIZE });
    const object = shape.businessObject;
    const held = this.bpmnFactory.create("bpmn:ExtensionElements", { values: [] });
    const said = { seq, number: String(seq), activity };
    if (time) said.time = time;
    if (timeIso) said.timeIso = timeIso;
    const step = this.bpmnFactory.create("alur:Step", said);
    held.values = [step];
    step.$parent = held;
    held.$parent = object;
    object.set("extensionElements", held);
    object.set("name", activity);
    return shape;
  }
}

function goesOn(element) {
  return (
    is(element, "bpmn:FlowNode") &&
    !element.labelTarget &&
    !is(element, "bpmn:EndEvent") &&
    flows(element.outgoing).length <= 1
  );
}

function plain(text) {
  return (text ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

export default {
  __init__: ["alurChaining"],
  alurChaining: ["type", Chaining],
};
