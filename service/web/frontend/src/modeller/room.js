import { selfAndAllChildren } from "diagram-js/lib/util/Elements";

const DIRECTIONS = { x: "e", y: "s" };

/** Moves everything behind a place further on, as the tool that gives room does. */
export function makeRoom(injector, axis, start, size) {
  const all = selfAndAllChildren(injector.get("canvas").getRootElement(), true);
  const { movingShapes, resizingShapes } = injector
    .get("spaceTool")
    .calculateAdjustments(all, axis, size, start);
  if (!movingShapes.length && !resizingShapes.length) return;
  const by = { x: 0, y: 0, [axis]: size };
  injector.get("modeling").createSpace(movingShapes, resizingShapes, by, DIRECTIONS[axis], start);
}
