import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { isBack } from "./ways.js";

/** How far beside a step lines go past it, in pixels: within the lane of the step. */
const BESIDE = [10, 18];

/** What two lines share before they look like one, in pixels. */
const SHARED = 5;

/**
 * The line from a gateway back to a step: the first of the usual ways that crosses no shape and
 * runs on no other line.
 */
export function wayBack(gateway, target, shapes, lines) {
  const others = shapes.filter((shape) => shape !== gateway && shape !== target);
  const ways = waysTo(gateway, target);
  const clear = ways.filter((way) => !others.some((shape) => crosses(way, shape)));
  // Ways back from one gateway may leave it together.
  const taken = (way) => (line) =>
    runsOn(line.source === gateway && isBack(line) ? way.slice(1) : way, line.waypoints);
  return clear.find((way) => !lines.some(taken(way))) ?? clear[0] ?? ways[0];
}

function waysTo(gateway, target) {
  const from = getMid(gateway);
  const to = getMid(target);
  const level = Math.abs(from.y - to.y) < (gateway.height + target.height) / 2;
  const over = (by) => (level ? Math.min(gateway.y, target.y) : target.y) - by;
  const under = (by) => (level ? Math.max(bottom(gateway), bottom(target)) : bottom(target)) + by;
  const sides = level || from.y > to.y ? [under, over] : [over, under];
  const past = sides.flatMap((side) => BESIDE.map(side));
  const round = past.map((y) => [from, { x: from.x, y }, { x: to.x, y }, to]);
  return level ? round : [[from, { x: from.x, y: to.y }, to], ...round];
}

function bottom({ y, height }) {
  return y + height;
}

/** Whether a line of level and upright pieces goes through a shape. */
export function crosses(way, { x, y, width, height }) {
  return pieces(way).some(
    (piece) =>
      piece.left < x + width && piece.right > x && piece.top < y + height && piece.bottom > y,
  );
}

function runsOn(way, line) {
  return pieces(way).some((one) =>
    pieces(line).some((other) => {
      const along = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return Math.min(along, down) > -SHARED && Math.max(along, down) > SHARED;
    }),
  );
}

function pieces(way) {
  return way.slice(1).map((end, place) => {
    const begin = way[place];
    return {
      left: Math.min(begin.x, end.x),
      right: Math.max(begin.x, end.x),
      top: Math.min(begin.y, end.y),
      bottom: Math.max(begin.y, end.y),
    };
  });
}
