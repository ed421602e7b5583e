import { is } from "bpmn-js/lib/util/ModelUtil";
import { crosses, route } from "./routing.js";
import { surroundings } from "./surroundings.js";

/** The line on which a flow may lead from one shape to another; undefined where none is free. */
export function wayBetween(injector, source, target, flow) {
  return route(source, target, surroundings(injector.get("elementRegistry"), source, flow));
}

/** Lay a flow anew, round what stands there now; where no way is free it stays. */
export function lead(injector, flow) {
  const way = wayBetween(injector, flow.source, flow.target, flow);
  if (!way) return;
  const modeling = injector.get("modeling");
  modeling.updateWaypoints(flow, way);
  // What lies inside the shapes is cut off, as bpmn-js does when it draws a line.
  modeling.updateWaypoints(flow, injector.get("connectionDocking").getCroppedWaypoints(flow));
}

/** The flows that go through a shape. */
export function blocked(injector) {
  const registry = injector.get("elementRegistry");
  const flows = registry.filter((each) => each.waypoints && is(each, "bpmn:SequenceFlow"));
  return flows.filter((flow) => {
    const { shapes } = surroundings(registry, flow.source, flow);
    return shapes.some(
      (shape) => shape !== flow.source && shape !== flow.target && crosses(flow.waypoints, shape),
    );
  });
}
