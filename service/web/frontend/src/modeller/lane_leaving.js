import UpdateFlowNodeRefsHandler from "bpmn-js/lib/features/modeling/cmd/UpdateFlowNodeRefsHandler";
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";

const LAST = 100;
const UNNAMED = "yang dihapus";

/**
 * Leaves the steps of a lane that is deleted to nobody.
 *
 * bpmn-js lets the neighbours grow over its place, and a step that lies there would be theirs
 * without anybody having said so. Until it is moved, *Cek diagram* names it.
 */
class LaneLeaving extends CommandInterceptor {
  static $inject = ["eventBus", "elementRegistry"];

  constructor(eventBus, elementRegistry) {
    super(eventBus);
    const leaving = new Set();
    let called = "";
    this.preExecute("shape.delete", ({ context: { shape } }) => {
      if (!is(shape, "bpmn:Lane")) return;
      const lane = getBusinessObject(shape);
      for (const node of lane.get("flowNodeRef")) leaving.add(node);
      called = lane.get("name") || UNNAMED;
    });
    this.preExecute("lane.updateRefs", ({ context }) => {
      if (!leaving.size) return;
      const { flowNodeShapes, laneShapes } = context;
      const updates = new UpdateFlowNodeRefsHandler()._computeUpdates(flowNodeShapes, laneShapes);
      context.updates = updates.map((update) =>
        leaving.has(update.flowNode) ? { ...update, add: [] } : update,
      );
      const left = [...leaving].filter(
        (node) => elementRegistry.get(node.id) && is(node, "bpmn:Activity"),
      );
      leaving.clear();
      if (!left.length) return;
      // Behind the page's own "Belum tersimpan".
      eventBus.once("commandStack.changed", LAST, () =>
        eventBus.fire("alur.told", { words: words(called, left), wrong: true }),
      );
    });
  }
}

function words(lane, left) {
  const steps = left.map((node) => `“${node.get("name") || node.id}”`).join(", ");
  return `Kolom “${lane}” dihapus. Belum ada pelaksananya: ${steps}. Geser ke kolom yang tepat, atau urungkan.`;
}

export default { __init__: ["alurLaneLeaving"], alurLaneLeaving: ["type", LaneLeaving] };
