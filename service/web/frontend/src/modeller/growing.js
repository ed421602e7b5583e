import BpmnAutoResize from "bpmn-js/lib/features/auto-resize/BpmnAutoResize";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { blocked, lead } from "./leading.js";
import { APART, limits, missing } from "./reserving.js";
import { makeRoom } from "./room.js";

/**
 * An open subprocess that grows with what is drawn in it gets room first, as one that is opened:
 * bpmn-js would let it grow over what stands beside it and out of its lane.
 */
class Growing extends BpmnAutoResize {
  static $inject = ["injector"];

  constructor(injector) {
    super(injector);
    this.injector = injector;
  }

  resize(target, bounds, hints) {
    if (!is(target, "bpmn:SubProcess")) {
      super.resize(target, bounds, hints);
      return;
    }
    const before = blocked(this.injector);
    this.clear(target, bounds);
    super.resize(target, bounds, hints);
    const through = blocked(this.injector).filter((flow) => !before.includes(flow));
    for (const flow of through) lead(this.injector, flow);
  }

  clear(target, bounds) {
    const size = {
      width: bounds.x + bounds.width - target.x,
      height: bounds.height,
      y: bounds.y + bounds.height / 2,
    };
    const right = missing(this.injector, target, size);
    const end = target.x + target.width + 1;
    if (right > 0) makeRoom(this.injector, "x", end, right, target);
    const { bottom } = limits(this.injector, target, size.width);
    const below = bounds.y + bounds.height + APART - bottom;
    const grows = bounds.y + bounds.height > target.y + target.height;
    if (grows && below > 0 && Number.isFinite(below))
      makeRoom(this.injector, "y", bottom - 1, below, target);
  }
}

export default { bpmnAutoResize: ["type", Growing] };
