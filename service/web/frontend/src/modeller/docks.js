import { getMid } from "diagram-js/lib/layout/LayoutUtil";

/** From a side to where a line may first bend, and between a line and a shape, in pixels. */
export const OUT = 14;
/** How far beside the middle of a wide side another line may dock. */
const ASIDE = 20;
const WIDE = 60;
/** Two docks nearer than this are one, in pixels. */
const SAME = 5;

/** What is dearer than a longer way, in pixels of way. */
const OFF_MIDDLE = 8;
const MET = 60;
const AGAINST = 400;

export const SIDES = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] };

/** Where a line can leave a shape, or come in, and what that costs beside what is there. */
export function docks(shape, lines, { leaves }) {
  const met = (line) => [
    ...(line.source === shape ? [{ at: line.waypoints[0], leaves: true }] : []),
    ...(line.target === shape ? [{ at: line.waypoints.at(-1), leaves: false }] : []),
  ];
  const there = lines.flatMap(met).map((one) => ({ ...one, side: sideOf(shape, one.at) }));
  return Object.keys(SIDES).flatMap((side) =>
    offsets(shape, side).map((offset) => {
      const at = dock(shape, side, offset);
      const near = there.filter((one) => one.side === side && close(one.at, at));
      const against = near.some((one) => one.leaves !== leaves);
      const cost = (against && AGAINST) || (near.length && MET) || (offset && OFF_MIDDLE) || 0;
      return { at, side, cost, first: moved(at, side, OUT) };
    }),
  );
}

/** The point inside a shape from which a line comes straight to where it docks. */
export function docked(shape, { at, side }) {
  const middle = getMid(shape);
  return SIDES[side][0] ? { x: middle.x, y: at.y } : { x: at.x, y: middle.y };
}

function offsets({ width, height }, side) {
  const long = side === "top" || side === "bottom" ? width : height;
  return long > WIDE ? [0, -ASIDE, ASIDE] : [0];
}

function dock(shape, side, offset) {
  const [across, down] = SIDES[side];
  const middle = getMid(shape);
  return {
    x: across ? middle.x + (across * shape.width) / 2 : middle.x + offset,
    y: down ? middle.y + (down * shape.height) / 2 : middle.y + offset,
  };
}

function sideOf(shape, { x, y }) {
  const away = {
    left: Math.abs(x - shape.x),
    right: Math.abs(x - shape.x - shape.width),
    top: Math.abs(y - shape.y),
    bottom: Math.abs(y - shape.y - shape.height),
  };
  return Object.keys(away).reduce((one, other) => (away[other] < away[one] ? other : one));
}

function close(one, other) {
  return Math.abs(one.x - other.x) < SAME && Math.abs(one.y - other.y) < SAME;
}

function moved({ x, y }, side, by) {
  const [across, down] = SIDES[side];
  return { x: x + across * by, y: y + down * by };
}
