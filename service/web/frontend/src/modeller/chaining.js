import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { declare } from "./documents.js";
import { laneAt, lanesOf } from "./lanes.js";
import { nextSeq } from "./numbering.js";
import { Edit } from "./panel/values.js";
import { makeRoom } from "./room.js";
import { flows } from "./ways.js";

const COMMAND = "alur.chain-rows";
/** From the middle of one step to that of the next, in pixels. */
const APART = 250;
/** What is seen around the last one, in pixels: its pad has room. */
const SEEN = 120;

/**
 * Draws rows, as the server read them, as steps behind an element: one step of undo.
 *
 * Each stands in the lane of its pelaksana and carries what the table would write.
 */
class Chaining {
  static $inject = ["commandStack", "injector"];

  constructor(commandStack, injector) {
    this.commands = commandStack;
    this.injector = injector;
    commandStack.registerHandler(COMMAND, ChainRows);
  }

  /** Where rows can go on: what is chosen, else what leads to the only end. */
  from() {
    // A click beside the steps chooses the lane behind them, which is no place to go on from.
    const chosen = this.injector
      .get("selection")
      .get()
      .filter((element) => !is(element, "bpmn:Lane") && !is(element, "bpmn:Participant"));
    if (chosen.length === 1) return goesOn(chosen[0]) ? chosen[0] : undefined;
    const ends = this.injector
      .get("elementRegistry")
      .filter((element) => is(element, "bpmn:EndEvent") && !element.labelTarget);
    const before = ends.length === 1 && !chosen.length ? flows(ends[0].incoming) : [];
    return before.length === 1 && goesOn(before[0].source) ? before[0].source : undefined;
  }

  async draw({ rows, ...more }, after) {
    const moddle = this.injector.get("moddle");
    const carried = await Promise.all(
      rows.map(({ extensions }) => moddle.fromXML(extensions, "bpmn:ExtensionElements")),
    );
    const steps = rows.map((row, place) => ({ ...row, held: carried[place].rootElement }));
    const context = { ...more, rows: steps, after };
    this.commands.execute(COMMAND, context);
    const last = context.drawn.at(-1);
    this.injector.get("selection").select(last);
    this.injector.get("canvas").scrollToElement(last, SEEN);
  }
}

class ChainRows {
  static $inject = ["modeling", "elementFactory", "elementRegistry", "commandStack", "injector"];

  constructor(modeling, elementFactory, elementRegistry, commands, injector) {
    Object.assign(this, { modeling, elementFactory, elementRegistry, commands, injector });
  }

  preExecute(context) {
    const { rows, returns, documents, after } = context;
    if (documents.length) declare(this.injector, after, documents);
    const [onward] = flows(after.outgoing);
    const target = onward?.target;
    makeRoom(this.injector, "x", after.x + after.width + 1, rows.length * APART);
    let lane = laneAt(lanesOf(this.elementRegistry), after);
    const seq = nextSeq(this.elementRegistry);
    let before = after;
    context.drawn = rows.map((row, place) => {
      lane = this.elementRegistry.get(row.lane) ?? lane;
      const step = this.step(row, seq + place);
      const at = {
        x: after.x + after.width + (place + 0.5) * APART,
        y: lane ? getMid(lane).y : getMid(after).y,
      };
      const drawn = this.modeling.createShape(step, at, after.parent);
      if (place === 0 && onward) this.modeling.reconnectEnd(onward, drawn, getMid(drawn));
      else this.modeling.connect(before, drawn);
      if (is(drawn, "bpmn:ReceiveTask")) this.giveMessage(drawn);
      before = drawn;
      return drawn;
    });
    if (target) this.modeling.connect(before, target);
    // As the pad of a step does it; who asks which Bidang is found while no way parts yet.
    for (const [place, { each_unit: eachUnit }] of rows.entries()) {
      if (eachUnit) this.commands.execute("alur.each-unit", { step: context.drawn[place] });
    }
    for (const { from, to, asked } of returns) {
      const [step, back] = [context.drawn[from], context.drawn[to]];
      this.commands.execute("alur.review-loop", { step, target: back, asked });
    }
  }

  /** What a step waits for: a message of its own name. */
  giveMessage(step) {
    const edit = new Edit(this.injector, step);
    const definitions = this.injector.get("bpmnjs").getDefinitions();
    const message = edit.create(
      "bpmn:Message",
      { name: step.id.replaceAll("_", "-") },
      definitions,
    );
    edit
      .update(definitions, { rootElements: [...definitions.get("rootElements"), message] })
      .update(step.businessObject, { messageRef: message })
      .done();
  }

  step({ type, name, held }, seq) {
    const shape = this.elementFactory.createShape({ type });
    const object = shape.businessObject;
    const step = held.get("values").find((one) => is(one, "alur:Step"));
    step.set("seq", seq);
    if (!step.get("number")) step.set("number", String(seq));
    held.$parent = object;
    object.set("extensionElements", held);
    object.set("name", name);
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

export default {
  __init__: ["alurChaining"],
  alurChaining: ["type", Chaining],
};
