import { is } from "bpmn-js/lib/util/ModelUtil";
import { meetsAny } from "./boxes.js";
import { placeBeside } from "./labels.js";
import { route } from "./routing.js";
import { isObstacle, surroundings } from "./surroundings.js";

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

/** Put what stands on a flow beside where it begins. */
export function placeName(injector, { label, waypoints, source }) {
  if (!label) return;
  const around = surroundings(injector.get("elementRegistry"), source, label);
  const to = placeBeside(label, waypoints, around);
  injector.get("modeling").moveShape(label, { x: to.x - label.x, y: to.y - label.y });
}

/** The flows that go through a shape. */
export function blocked(injector) {
  const registry = injector.get("elementRegistry");
  // Once for all flows: looked up for each, a drawing of 250 steps takes a minute.
  const beside = new Map();
  for (const shape of registry.filter(isObstacle)) {
    if (!beside.has(shape.parent)) beside.set(shape.parent, []);
    beside.get(shape.parent).push(shape);
  }
  const flows = registry.filter((each) => each.waypoints && is(each, "bpmn:SequenceFlow"));
  return flows.filter(({ source, target, waypoints }) =>
    meetsAny(
      waypoints,
      (beside.get(source.parent) ?? []).filter((shape) => shape !== source && shape !== target),
    ),
  );
}
