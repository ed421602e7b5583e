import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";

/** The lanes in which work stands: those that hold no others. */
export function lanesOf(registry) {
  return registry.filter(
    (element) => is(element, "bpmn:Lane") && !element.businessObject.get("childLaneSet"),
  );
}

/** The lane of a step, by where it is drawn; undefined outside every lane. */
export function laneAt(lanes, element) {
  const { y } = getMid(element);
  return lanes.find((lane) => lane.y <= y && y <= lane.y + lane.height);
}
