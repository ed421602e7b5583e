import { selfAndAllChildren } from "diagram-js/lib/util/Elements";
import { blocked, lead } from "./leading.js";

const DIRECTIONS = { x: "e", y: "s" };

/**
 * Moves everything behind a place further on, as the tool that gives room does.
 *
 * A line that was free is laid anew where it would lead through a step now. What stands in
 * `without` stays, and so does that itself.
 */
export function makeRoom(injector, axis, start, size, without) {
  const staying = without ? selfAndAllChildren(without, true) : [];
  const root = injector.get("canvas").getRootElement();
  const all = selfAndAllChildren(root, true).filter((each) => !staying.includes(each));
  const { movingShapes, resizingShapes } = injector
    .get("spaceTool")
    .calculateAdjustments(all, axis, size, start);
  if (!movingShapes.length && !resizingShapes.length) return;
  const before = blocked(injector);
  const by = { x: 0, y: 0, [axis]: size };
  injector.get("modeling").createSpace(movingShapes, resizingShapes, by, DIRECTIONS[axis], start);
  for (const flow of blocked(injector)) if (!before.includes(flow)) lead(injector, flow);
}
