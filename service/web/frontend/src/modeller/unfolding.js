import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { computeChildrenBBox } from "diagram-js/lib/features/resize/ResizeUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { overlaps } from "./boxes.js";
import { blocked, lead } from "./leading.js";
import { APART, beside, limits, missing } from "./reserving.js";
import { makeRoom } from "./room.js";

/** Above a box inside another, whose name stands there, in pixels. */
const BELOW_NAME = 40;

/**
 * A step that becomes an open subprocess, and a closed one that is opened, gets room first: what
 * stands to the right moves on in all lanes, its lane grows, and what is below moves down.
 *
 * bpmn-js would put the box over whatever stands there. All of it is one step of undo.
 */
class Unfolding extends CommandInterceptor {
  static $inject = ["eventBus", "injector"];

  constructor(eventBus, injector) {
    super(eventBus);
    this.injector = injector;
    this.preExecute("shape.replace", ({ context }) => {
      const { oldShape, newData } = context;
      if (!opens(oldShape, newData)) return;
      context.before = blocked(injector);
      Object.assign(newData, this.clear(oldShape, newData));
    });
    this.postExecuted("shape.replace", ({ context }) => {
      if (context.before) this.lay(context.newShape, context.before);
    });
    this.preExecute("shape.toggleCollapse", ({ context }) => {
      const { shape } = context;
      if (!(is(shape, "bpmn:SubProcess") && shape.collapsed)) return;
      context.before = blocked(injector);
      const size = this.sizeOpened(shape);
      // It is opened around its middle.
      if (this.isClear(around(getMid(shape), size), shape)) return;
      const { x } = this.clear(shape, size);
      injector.get("modeling").moveShape(shape, { x: x - getMid(shape).x, y: 0 });
    });
    // After bpmn-js has given it its size.
    this.postExecuted("shape.toggleCollapse", 100, ({ context }) => {
      if (context.before) this.lay(context.shape, context.before);
    });
  }

  /** Whether a box would stand over nothing, inside its lane. */
  isClear(box, shape) {
    const { top, bottom } = limits(this.injector, shape, shape.width);
    if (box.y < top || box.y + box.height > bottom) return false;
    const { x, width } = shape.parent;
    // What is drawn in no pool stands in a root, which has a size but no place.
    if (x !== undefined && (box.x < x || box.x + box.width > x + width)) return false;
    return !beside(this.injector, shape).some((each) => overlaps(each, box));
  }

  /** Make room for a box of a size where a shape stands now; return where its middle comes. */
  clear(shape, { width, height }) {
    const start = shape.x + shape.width + 1;
    const size = missing(this.injector, shape, { width, height });
    if (size > 0) makeRoom(this.injector, "x", start, size);
    const { top } = limits(this.injector, shape, width);
    const over = is(shape.parent, "bpmn:SubProcess") ? BELOW_NAME : APART;
    const above = height / 2 + over - (getMid(shape).y - top);
    if (above > 0 && Number.isFinite(above)) makeRoom(this.injector, "y", top + 1, above);
    const { bottom } = limits(this.injector, shape, width);
    const below = height / 2 + APART - (bottom - getMid(shape).y);
    if (below > 0 && Number.isFinite(below)) makeRoom(this.injector, "y", bottom - 1, below);
    return { x: shape.x + width / 2, y: getMid(shape).y };
  }

  /** How large bpmn-js makes a subprocess that is opened. */
  sizeOpened(shape) {
    const least = this.injector.get("elementFactory").getDefaultSize(shape, { isExpanded: true });
    const inside = this.injector.get("canvas").findRoot(`${shape.id}_plane`)?.children ?? [];
    const seen = inside.filter((each) => !each.hidden);
    if (!seen.length) return least;
    const { width, height } = computeChildrenBBox(seen);
    return { width: Math.max(width, least.width), height: Math.max(height, least.height) };
  }

  /** Lay the flows of the box anew, and those that would lead through a step now. */
  lay(shape, before) {
    const flows = [...shape.incoming, ...shape.outgoing].filter((each) =>
      is(each, "bpmn:SequenceFlow"),
    );
    const through = blocked(this.injector).filter((flow) => !before.includes(flow));
    for (const flow of new Set([...flows, ...through])) lead(this.injector, flow);
  }
}

function around({ x, y }, { width, height }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Whether a shape is replaced by a larger open box. */
function opens(shape, { type, isExpanded: open, width }) {
  if (!(open && ["bpmn:SubProcess", "bpmn:AdHocSubProcess", "bpmn:Transaction"].includes(type)))
    return false;
  return width > shape.width && !(is(shape, "bpmn:SubProcess") && isExpanded(shape));
}

export default { __init__: ["alurUnfolding"], alurUnfolding: ["type", Unfolding] };
