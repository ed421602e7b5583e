import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { laneAt, lanesOf } from "../lanes.js";
import { inTheWay, ROOM } from "../placing.js";
import { field } from "./fields.js";

/**
 * Who does a step is the lane in which it stands: choosing another one moves it there, straight
 * above or below, or beside what stands there. Nothing where the drawing has no lanes, or where the
 * step stands in a subprocess, whose lane is that of all in it.
 */
export function performer(element, injector) {
  const registry = injector.get("elementRegistry");
  const lanes = lanesOf(registry).filter((lane) => within(lane, element.parent));
  if (!lanes.length) return undefined;
  return field("choice", {
    id: "alur-performer",
    label: "Pelaksana",
    stays: true,
    hint: "Langkahnya dipindahkan ke kolom ini.",
    read: () => laneAt(lanes, element)?.id,
    write: (_, id) => {
      const lane = lanes.find((one) => one.id === id);
      if (lane && lane !== laneAt(lanes, element)) move(injector, element, lane);
    },
    options: () =>
      lanes.map(({ id, businessObject }) => ({ value: id, label: called(businessObject) })),
  });
}

function move(injector, element, lane) {
  const from = getMid(element);
  const to = placeIn(injector, element, lane);
  const delta = { x: to.x - from.x, y: to.y - from.y };
  injector.get("modeling").moveElements([element], delta, element.parent);
  const words = `“${called(element.businessObject)}” dipindahkan ke kolom ${called(lane.businessObject)}.`;
  injector.get("eventBus").fire("alur.told", { words });
}

/** The middle of the first free place in a lane, straight above or below a step or further right. */
function placeIn(injector, element, lane) {
  const position = { x: getMid(element).x, y: Math.round(getMid(lane).y) };
  const others = injector.get("elementRegistry").filter((other) => isBeside(other, element));
  for (const other of inTheWay(others, element, position))
    position.x = other.x + other.width + ROOM + element.width / 2;
  return position;
}

/** Names move with what they name, and events with the step on whose border they stand. */
function isBeside(other, element) {
  const goesAlong = other === element || other.host === element || other.labelTarget;
  return is(other, "bpmn:FlowNode") && other.parent === element.parent && !goesAlong;
}

function within(lane, parent) {
  return lane.parent === parent || (is(lane.parent, "bpmn:Lane") && within(lane.parent, parent));
}

function called(object) {
  return object.get("name") || object.id;
}
