import { getMid } from "diagram-js/lib/layout/LayoutUtil";

/** How far beside a step a line goes past it, in pixels: within the lane of the step. */
const BESIDE = 15;

/** The line from a gateway back to a step: the first of the usual ways that crosses no shape. */
export function wayBack(gateway, target, shapes) {
  const others = shapes.filter((shape) => shape !== gateway && shape !== target);
  const ways = waysTo(gateway, target);
  return ways.find((way) => !others.some((shape) => crosses(way, shape))) ?? ways[0];
}

function waysTo(gateway, target) {
  const from = getMid(gateway);
  const to = getMid(target);
  const under = Math.max(bottom(gateway), bottom(target)) + BESIDE;
  const over = Math.min(gateway.y, target.y) - BESIDE;
  const [above, below] = [target.y - BESIDE, bottom(target) + BESIDE];
  const level = Math.abs(from.y - to.y) < (gateway.height + target.height) / 2;
  const past = level ? [under, over] : from.y < to.y ? [above, below] : [below, above];
  const round = past.map((y) => [from, { x: from.x, y }, { x: to.x, y }, to]);
  return level ? round : [[from, { x: from.x, y: to.y }, to], ...round];
}

function bottom({ y, height }) {
  return y + height;
}

/** Whether a line of level and upright pieces goes through a shape. */
export function crosses(way, { x, y, width, height }) {
  return way.slice(1).some((end, place) => {
    const begin = way[place];
    return (
      Math.min(begin.x, end.x) < x + width &&
      Math.max(begin.x, end.x) > x &&
      Math.min(begin.y, end.y) < y + height &&
      Math.max(begin.y, end.y) > y
    );
  });
}
