import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { laneAt, lanesOf } from "./lanes.js";
import { isObstacle } from "./surroundings.js";

/** Between a box and the edges of its lane, or what stands above and below it, in pixels. */
export const APART = 20;

/** Between a box and what follows it, at most, in pixels. */
const BEHIND = 60;

/** The shapes among which a shape stands, without its own. */
export function beside(injector, shape) {
  return injector
    .get("elementRegistry")
    .filter(
      (each) =>
        isObstacle(each) && each !== shape && each.parent === shape.parent && each.host !== shape,
    );
}

/** How much room a larger box needs to the right; what is near there stays as far away. */
export function missing(injector, shape, { width, height, y = getMid(shape).y }) {
  const end = shape.x + shape.width;
  // What is drawn in no pool stands in a root, which has a size but no place.
  const within = shape.parent.x === undefined ? [] : [shape.parent.x + shape.parent.width];
  const right = beside(injector, shape)
    .filter((each) => each.x > end && Math.abs(getMid(each).y - y) < (height + each.height) / 2)
    .map((each) => each.x);
  const near = Math.min(...right, ...within);
  const apart = Math.min(near - end - 1, BEHIND);
  return Math.min(shape.x + width + apart - near, width - shape.width);
}

/** Between what a box may stand: the edges of its lane, and steps above and below it. */
export function limits(injector, shape, width) {
  const { y } = getMid(shape);
  const registry = injector.get("elementRegistry");
  const around = is(shape.parent, "bpmn:Participant")
    ? (laneAt(lanesOf(registry), shape) ?? shape.parent)
    : shape.parent;
  const open = around.y === undefined;
  const there = beside(injector, shape).filter(
    (each) => each.x < shape.x + width && shape.x < each.x + each.width,
  );
  const above = there.map((each) => each.y + each.height).filter((edge) => edge <= y);
  const below = there.map((each) => each.y).filter((edge) => edge >= y);
  return {
    top: Math.max(open ? Number.NEGATIVE_INFINITY : around.y, ...above),
    bottom: Math.min(open ? Number.POSITIVE_INFINITY : around.y + around.height, ...below),
  };
}
