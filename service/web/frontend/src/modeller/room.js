import { selfAndAllChildren } from "diagram-js/lib/util/Elements";

/** Moves everything to the right of a place further on, as the tool that gives room does. */
export function makeRoom(injector, start, width) {
  const all = selfAndAllChildren(injector.get("canvas").getRootElement(), true);
  const { movingShapes, resizingShapes } = injector
    .get("spaceTool")
    .calculateAdjustments(all, "x", width, start);
  if (!movingShapes.length && !resizingShapes.length) return;
  injector
    .get("modeling")
    .createSpace(movingShapes, resizingShapes, { x: width, y: 0 }, "e", start);
}
