import { is } from "bpmn-js/lib/util/ModelUtil";
import { getBBox } from "diagram-js/lib/util/Elements";

/**
 * What stands beside an element, for whoever looks for a free way or place there: shapes, lines and
 * names, without `own`, and the box that holds them all.
 */
export function surroundings(elementRegistry, element, own) {
  const beside = elementRegistry.filter(
    (each) => each !== own && each.parent === element.parent && !each.hidden,
  );
  const shapes = beside.filter(isObstacle);
  const { x, y, width, height } = element.parent;
  // A root has a size, but no place.
  const whole = x === undefined ? grown(getBBox(beside)) : { x, y, width, height };
  return {
    shapes,
    lines: beside.filter((each) => each.waypoints),
    labels: beside.filter((each) => each.labelTarget && each.businessObject.name),
    within: whole,
  };
}

/** Whether lines have to go round it. */
export function isObstacle(each) {
  return !(each.waypoints || each.labelTarget || each.hidden || is(each, "bpmn:Lane"));
}

/** Room beside everything: outside a pool nothing holds a drawing together. */
function grown({ x, y, width, height }) {
  const more = 100;
  return { x: x - more, y: y - more, width: width + 2 * more, height: height + 2 * more };
}
