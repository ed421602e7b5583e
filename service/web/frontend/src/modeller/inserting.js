import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import AutoPlace from "diagram-js/lib/features/auto-place/AutoPlace";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { overlaps } from "./boxes.js";
import { blocked, lead, placeName } from "./leading.js";
import { makeRoom } from "./room.js";
import { isObstacle } from "./surroundings.js";
import { flows, isBack } from "./ways.js";

const COMMAND = "alur.insert-behind";

/** Between what is inserted and what stands before and behind it, in pixels. */
const APART = 60;

/** What the name of a way needs more than its own width, in pixels. */
const BESIDE = 20;

/** Before bpmn-js's own, which looks for a place above or below what follows. */
const FIRST = 2000;

/**
 * What is appended to a step that leads on comes between the two, in the lane of that step.
 *
 * bpmn-js would put it on a way of its own beside the one that is there, wherever it finds room:
 * both ways would be gone, and another pelaksana would do it.
 */
class Inserting extends AutoPlace {
  static $inject = [...AutoPlace.$inject, "commandStack"];

  constructor(eventBus, modeling, canvas, commands) {
    super(eventBus, modeling, canvas);
    commands.registerHandler(COMMAND, InsertBehind);
    const append = this.append;
    this.append = (source, shape, hints) => {
      const onward = onwardOf(source, shape);
      if (!onward) return append.call(this, source, shape, hints);
      eventBus.fire("autoPlace.start", { source, shape });
      commands.execute(COMMAND, { source, shape, onward });
      eventBus.fire("autoPlace.end", { source, shape });
      return shape;
    };
    // Where it comes to stand is shown while the command is only pointed at.
    eventBus.on("autoPlace", FIRST, ({ source, shape }) => {
      const onward = onwardOf(source, shape);
      return onward ? placeBehind(source, shape, onward) : undefined;
    });
  }
}

class InsertBehind {
  static $inject = ["modeling", "elementRegistry", "injector"];

  constructor(modeling, elementRegistry, injector) {
    Object.assign(this, { modeling, elementRegistry, injector });
  }

  preExecute({ source, shape, onward }) {
    const { modeling, injector } = this;
    const at = placeBehind(source, shape, onward);
    const { target } = onward;
    const size = this.missing(onward, at, shape);
    if (size) makeRoom(injector, "x", onward.source.x + onward.source.width + 1, size);
    const before = blocked(injector);
    modeling.createShape(shape, at, source.parent);
    modeling.reconnectEnd(onward, shape, at);
    const on = modeling.connect(shape, target);
    const through = blocked(injector).filter((flow) => !before.includes(flow));
    for (const flow of new Set([...through, onward, on])) lead(injector, flow);
    placeName(injector, onward);
  }

  /** How much room is missing where it is to stand, and before what follows there. */
  missing({ source, target }, { x, y }, { width, height }) {
    const box = { x: x - width / 2, y: y - height / 2, width: width + APART, height };
    const end = box.x + box.width;
    const inTheWay = this.elementRegistry.filter(
      (each) =>
        isObstacle(each) &&
        each.parent === source.parent &&
        each !== source &&
        overlaps(each, box),
    );
    const follows = target.x > source.x && target.x < end;
    const near = [...inTheWay, ...(follows ? [target] : [])].map((each) => each.x);
    return end - Math.min(end, ...near);
  }
}

/** Where what follows a step stands: behind it, level with it. */
function placeBehind(source, { width }, { source: before, label }) {
  const apart = Math.max(APART, label ? label.width + BESIDE : 0);
  return { x: before.x + before.width + apart + width / 2, y: getMid(source).y };
}

/**
 * The way on which what is appended comes to stand; undefined where it gets a way of its own.
 *
 * Behind a step that decides this is the way that goes on: the ways must part right behind it.
 */
function onwardOf(source, shape) {
  if (!is(shape, "bpmn:FlowNode") || isAny(shape, ["bpmn:EndEvent", "bpmn:BoundaryEvent"])) {
    return undefined;
  }
  const ways = flows(source.outgoing);
  if (is(source, "bpmn:Gateway") || ways.length !== 1) return undefined;
  const decided = flows(ways[0].target.outgoing).filter((way) =>
    way.businessObject.get("alur:outcome"),
  );
  return decided.find((way) => !isBack(way)) ?? ways[0];
}

export default { autoPlace: ["type", Inserting] };
