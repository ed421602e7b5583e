import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { laneAt, lanesOf } from "../lanes.js";
import { field } from "./fields.js";

/** Between a step that is moved and what stands in its lane, in pixels. */
const APART = 30;

/**
 * Who does a step is the lane in which it stands: choosing another one moves it there, straight
 * above or below, or beside what stands there. Nothing where the drawing has no lanes, or where the
 * step stands in a subprocess, whose lane is that of all in it.
 */
export function performer(element, injector) {
  const registry = injector.get("elementRegistry");
  const lanes = lanesOf(registry).filter((lane) => within(lane, element.parent));
  if (!lanes.length || is(element.parent, "bpmn:SubProcess")) return undefined;
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
  const { x, y } = placeIn(injector, element, lane);
  const delta = { x: x - element.x, y: y - element.y };
  injector.get("modeling").moveElements([element], delta, element.parent);
  const words = `“${called(element.businessObject)}” dipindahkan ke kolom ${called(lane.businessObject)}.`;
  injector.get("eventBus").fire("alur.told", { words });
}

/** The corner of the free place in a lane that is nearest to where a step stands. */
function placeIn(injector, element, lane) {
  const y = Math.round(getMid(lane).y - element.height / 2);
  const others = injector
    .get("elementRegistry")
    .filter((other) => other !== element && stands(other) && meets(other, y, element.height));
  let x = element.x;
  for (let met = true; met; ) {
    met = others.find(
      (other) => other.x - APART < x + element.width && x < other.x + other.width + APART,
    );
    if (met) x = met.x + met.width + APART;
  }
  return { x, y };
}

function stands(element) {
  return (
    is(element, "bpmn:FlowNode") && !element.waypoints && !element.labelTarget && !element.hidden
  );
}

function meets(other, y, height) {
  return other.y < y + height && y < other.y + other.height;
}

function within(lane, parent) {
  return lane.parent === parent || (is(lane.parent, "bpmn:Lane") && within(lane.parent, parent));
}

function called(object) {
  return object.get("name") || object.id;
}
