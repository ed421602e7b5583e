import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import Create from "diagram-js/lib/features/create/Create";
import { getBBox } from "diagram-js/lib/util/Elements";
import { withoutPointer } from "./reaching.js";

/** Between what is put down and what lies in its way, in pixels. */
export const ROOM = 20;

/**
 * What is made without a mouse hangs at no pointer: it is appended to the chosen element where it
 * can follow it, or put down in the middle of what is seen.
 */
class Placing extends Create {
  static $inject = [...Create.$inject, "injector"];

  constructor(canvas, dragging, eventBus, modeling, rules, injector) {
    super(canvas, dragging, eventBus, modeling, rules);
    Object.assign(this, { canvas, modeling, rules, injector });
    const drag = this.start;
    this.start = (event, elements, context) => {
      if (withoutPointer(event)) this.place([elements].flat(), context?.hints);
      else drag(event, elements, context);
    };
  }

  place(elements, hints) {
    const [shape, ...inside] = elements;
    const chosen = this.injector.get("selection").get();
    if (!inside.length && chosen.length === 1 && this.follows(shape, chosen[0])) {
      this.injector.get("autoPlace").append(chosen[0], shape);
      return;
    }
    const { parent, position } = this.freePlace(shape);
    const [made] = this.modeling.createElements(elements, position, parent, hints);
    this.injector.get("selection").select(made);
    this.canvas.scrollToElement(made, 2 * ROOM);
  }

  follows(shape, source) {
    const hints = { targetParent: source.parent };
    // Between pools messages may go, but none of them stands in the other.
    return (
      !(source.waypoints || is(shape, "bpmn:Participant")) &&
      Boolean(this.rules.allowed("connection.create", { source, target: shape, hints }))
    );
  }

  /** Pools go below what is there, everything else further along. */
  freePlace(shape) {
    const { x, y, width, height } = this.canvas.viewbox();
    const position = { x: x + width / 2, y: y + height / 2 };
    const parent = this.parentAt(shape, position);
    const pool = is(shape, "bpmn:Participant");
    const others = this.all().filter((other) => pool || !holds(other));
    for (const other of inTheWay(others, shape, position)) {
      const box = getBBox(other);
      if (pool) position.y = box.y + box.height + ROOM + shape.height / 2;
      else position.x = box.x + box.width + ROOM + shape.width / 2;
    }
    return { parent, position };
  }

  /** The smallest pool or subprocess at a place that takes the shape; else the whole diagram. */
  parentAt(shape, position) {
    const around = this.all()
      .filter((other) => holds(other) && !is(other, "bpmn:Lane") && contains(other, position))
      .sort((one, other) => one.width - other.width);
    const root = this.canvas.getRootElement();
    return [...around, root].find((target) =>
      this.rules.allowed("shape.create", { shape, target, position }),
    );
  }

  all() {
    const registry = this.injector.get("elementRegistry");
    return registry.filter((element) => element.parent && !element.waypoints && !element.hidden);
  }
}

/** Each shape that a place meets, the nearest first, while the place moves on. */
export function* inTheWay(others, shape, position) {
  for (let met = true; met; ) {
    met = others.find((other) => overlap(other, shape, position));
    if (met) yield met;
  }
}

function overlap(other, { width, height }, { x, y }) {
  return (
    Math.abs(other.x + other.width / 2 - x) < (other.width + width) / 2 + ROOM / 2 &&
    Math.abs(other.y + other.height / 2 - y) < (other.height + height) / 2 + ROOM / 2
  );
}

function contains(shape, { x, y }) {
  return shape.x < x && x < shape.x + shape.width && shape.y < y && y < shape.y + shape.height;
}

/** Whether others stand in it. */
function holds(element) {
  return (
    isAny(element, ["bpmn:Participant", "bpmn:Lane", "bpmn:SubProcess"]) && !element.collapsed
  );
}

export default { create: ["type", Placing] };
