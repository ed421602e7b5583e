import { getMid } from "diagram-js/lib/layout/LayoutUtil";

/** From a side to where a line may first bend, and between a line and a shape, in pixels. */
const OUT = 14;
/** More than half a step of the grid to which bpmn-js moves lines afterwards. */
const CLEAR = 9;
/** Further ways past a shape, for lines that meet there. */
const PAST = [OUT, OUT + 8];
/** How far beside the middle of a wide side another line may dock. */
const ASIDE = 20;
const WIDE = 60;
/** How far beside both a way is looked for first. */
const NEAR = 200;
/** What two lines share before they look like one, in pixels. */
const SHARED = 5;

/** What is dearer than a longer way, in pixels of way. */
const BEND = 40;
const CROSSING = 20;
const ALONG = 6;
const OFF_MIDDLE = 8;
const MET = 60;
const AGAINST = 400;

const SIDES = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] };

/**
 * The line from one shape to another that goes round all shapes: short, with few bends, on no
 * other line, and by sides at which nothing leaves that comes in, or comes in that leaves.
 *
 * `shapes`, `lines`: what stands beside both; `within`: the box that must hold the line. Undefined
 * where there is no such way.
 */
export function route(source, target, { shapes, lines, within }) {
  const others = lines.filter((line) => line.waypoints);
  const starts = docks(source, others, { leaves: true });
  const ends = docks(target, others, { leaves: false });
  const beside = shapes.filter(
    (each) => each !== source && each !== target && !holds(each, source, target),
  );
  const near = around([source, target], within);
  for (const room of [near, within]) {
    const there = beside.filter((shape) => meets(shape, room));
    const ways = others
      .flatMap(({ waypoints }) => pieces(waypoints))
      .filter((piece) => isStraight(piece) && meets(boxOf(piece), room));
    const walls = there.map(grown);
    const grid = gridOf([source, target, ...there], [...starts, ...ends], room);
    const terrain = new Terrain(grid, [...walls, boxed(source), boxed(target)], ways);
    const found = cheapest(terrain, open(starts, walls, ways), open(ends, walls, ways));
    if (found) return [docked(source, found[0]), ...bends(found), docked(target, found.at(-1))];
  }
  return undefined;
}

/** Whether a line of level and upright pieces goes through a shape. */
export function crosses(way, shape) {
  return meetsAny(way, [shape]);
}

/** Whether a line goes through one of some shapes. */
export function meetsAny(way, shapes) {
  const all = pieces(way);
  return shapes.some(({ x, y, width, height }) =>
    all.some(
      (piece) =>
        piece.left < x + width && piece.right > x && piece.top < y + height && piece.bottom > y,
    ),
  );
}

/** The straight pieces of a line, as boxes without width or height. */
export function pieces(way) {
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

/** The room in which a way is looked for first: on most drawings it is there. */
function around(shapes, within) {
  const left = Math.max(Math.min(...shapes.map(({ x }) => x)) - NEAR, within.x);
  const top = Math.max(Math.min(...shapes.map(({ y }) => y)) - NEAR, within.y);
  const right = Math.max(...shapes.map(({ x, width }) => x + width)) + NEAR;
  const bottom = Math.max(...shapes.map(({ y, height }) => y + height)) + NEAR;
  return {
    x: left,
    y: top,
    width: Math.min(right, within.x + within.width) - left,
    height: Math.min(bottom, within.y + within.height) - top,
  };
}

/** Where a line can leave a shape, or come in, and what that costs beside what is there. */
function docks(shape, lines, { leaves }) {
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

/** The point inside a shape from which a line comes straight to where it docks. */
function docked(shape, { at, side }) {
  const middle = getMid(shape);
  return SIDES[side][0] ? { x: middle.x, y: at.y } : { x: at.x, y: middle.y };
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
  return Math.abs(one.x - other.x) < SHARED && Math.abs(one.y - other.y) < SHARED;
}

function moved({ x, y }, side, by) {
  const [across, down] = SIDES[side];
  return { x: x + across * by, y: y + down * by };
}

/** The lines on which a way may run: past every shape, and straight on from every dock. */
function gridOf(shapes, ends, within) {
  const across = ends.flatMap(({ at, first }) => [at.x, first.x]);
  const down = ends.flatMap(({ at, first }) => [at.y, first.y]);
  for (const { x, y, width, height } of shapes) {
    for (const past of PAST) {
      across.push(x - past, x + width + past);
      down.push(y - past, y + height + past);
    }
  }
  const fits = (from, size) => (place) =>
    place > within[from] + CLEAR && place < within[from] + within[size] - CLEAR;
  return {
    xs: sorted(across.filter(fits("x", "width"))),
    ys: sorted(down.filter(fits("y", "height"))),
  };
}

function sorted(places) {
  return [...new Set(places)].sort((one, other) => one - other);
}

/** The docks to which nothing bars the way, each with what the first piece of it costs too. */
function open(docks, walls, ways) {
  return docks.flatMap((dock) => {
    const [piece] = pieces([dock.at, dock.first]);
    if (walls.some((wall) => isThrough(piece, wall))) return [];
    return [{ ...dock, cost: dock.cost + costOf(piece, ways) }];
  });
}

/** The cheapest way from one of the docks to one of the others; undefined where none is open. */
function cheapest(terrain, starts, ends) {
  const goals = terrain.places(ends);
  const queue = new Queue();
  for (const { dock, ...at } of terrain.places(starts)) {
    queue.reach(dock.cost, { ...at, start: dock });
  }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [cost, node] = next;
    if (node.end) return unwound(node, terrain);
    for (const goal of goals.filter(({ x, y }) => x === node.x && y === node.y)) {
      const bend = node.level === goal.level ? 0 : BEND;
      queue.reach(cost + bend + goal.dock.cost, { end: goal.dock, before: node });
    }
    for (const { step, ...at } of terrain.beside(node)) {
      const bend = at.level === node.level ? 0 : BEND;
      queue.reach(cost + step + bend, { ...at, start: node.start, before: node });
    }
  }
  return undefined;
}

/** What each piece of the grid costs: reckoned once, for a drawing has some ten thousand. */
class Terrain {
  constructor({ xs, ys }, walls, ways) {
    Object.assign(this, { xs, ys });
    this.level = this.lengths((x, y) => x + 1 < xs.length && y < ys.length && xs[x + 1] - xs[x]);
    this.upright = this.lengths((x, y) => y + 1 < ys.length && x < xs.length && ys[y + 1] - ys[y]);
    for (const wall of walls) {
      this.near(wall, 0, (piece) => (isThrough(piece, wall) ? Number.POSITIVE_INFINITY : 0));
    }
    for (const way of ways) this.near(way, SHARED, (piece) => beside(piece, way));
  }

  lengths(of) {
    const { xs, ys } = this;
    return Float64Array.from({ length: xs.length * ys.length }, (_, at) => {
      const length = of(at % xs.length, Math.floor(at / xs.length));
      return length === false ? Number.POSITIVE_INFINITY : length;
    });
  }

  /** Add what `more` says of each piece of the grid that lies at a box. */
  near({ left, right, top, bottom }, by, more) {
    const { xs, ys } = this;
    const [fromX, toX] = [firstAfter(xs, left - by) - 1, firstAfter(xs, right + by)];
    const [fromY, toY] = [firstAfter(ys, top - by) - 1, firstAfter(ys, bottom + by)];
    for (let y = Math.max(0, fromY); y <= Math.min(toY, ys.length - 1); y += 1) {
      for (let x = Math.max(0, fromX); x <= Math.min(toX, xs.length - 1); x += 1) {
        const at = y * xs.length + x;
        const [here, down] = [xs[x], ys[y]];
        this.level[at] += more({ left: here, right: xs[x + 1] ?? here, top: down, bottom: down });
        this.upright[at] += more({
          left: here,
          right: here,
          top: down,
          bottom: ys[y + 1] ?? down,
        });
      }
    }
  }

  places(docks) {
    return docks
      .map((dock) => ({
        x: this.xs.indexOf(dock.first.x),
        y: this.ys.indexOf(dock.first.y),
        level: Boolean(SIDES[dock.side][0]),
        dock,
      }))
      .filter(({ x, y }) => x >= 0 && y >= 0);
  }

  /** The places beside one, each with what the way there costs. */
  beside({ x, y }) {
    const at = y * this.xs.length + x;
    const found = [{ x: x + 1, y, level: true, step: this.level[at] }];
    found.push({ x, y: y + 1, level: false, step: this.upright[at] });
    if (x) found.push({ x: x - 1, y, level: true, step: this.level[at - 1] });
    if (y) found.push({ x, y: y - 1, level: false, step: this.upright[at - this.xs.length] });
    return found.filter(({ step }) => step < Number.POSITIVE_INFINITY);
  }
}

/** The first place of a sorted list that lies behind a number. */
function firstAfter(places, number) {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

function boxed({ x, y, width, height }) {
  return { left: x, right: x + width, top: y, bottom: y + height };
}

function grown(shape) {
  const { left, right, top, bottom } = boxed(shape);
  return { left: left - CLEAR, right: right + CLEAR, top: top - CLEAR, bottom: bottom + CLEAR };
}

function isThrough(piece, { left, right, top, bottom }) {
  return piece.left < right && piece.right > left && piece.top < bottom && piece.bottom > top;
}

/** What a straight piece of way costs among other lines. */
function costOf(piece, ways) {
  return ways.reduce((sum, way) => sum + beside(piece, way), lengthOf(piece));
}

/** What a piece of way costs for another line that it crosses, or runs along. */
function beside(piece, other) {
  const across = Math.min(piece.right, other.right) - Math.max(piece.left, other.left);
  const down = Math.min(piece.bottom, other.bottom) - Math.max(piece.top, other.top);
  if (Math.min(across, down) < -SHARED) return 0;
  if (Math.max(across, down) > SHARED) return ALONG * Math.max(across, down);
  return Math.min(across, down) >= 0 ? CROSSING : 0;
}

function lengthOf({ left, right, top, bottom }) {
  return right - left + bottom - top;
}

function boxOf({ left, right, top, bottom }) {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function meets(one, { x, y, width, height }) {
  return (
    one.x <= x + width && x <= one.x + one.width && one.y <= y + height && y <= one.y + one.height
  );
}

function isStraight({ left, right, top, bottom }) {
  return Math.min(right - left, bottom - top) < 1;
}

function unwound({ end, before }, { xs, ys }) {
  const way = [end];
  let node = before;
  for (; node; node = node.before) {
    way.unshift({ at: { x: xs[node.x], y: ys[node.y] } });
    if (!node.before) way.unshift(node.start);
  }
  return way;
}

/** Where a way bends: the docks and what lies straight between two others left out. */
function bends(way) {
  const points = way.map(({ at }) => at);
  return points.filter((point, place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    if (!before || !after) return false;
    return !(
      (before.x === point.x && point.x === after.x) ||
      (before.y === point.y && point.y === after.y)
    );
  });
}

/** Whether a shape is around one of both, as a subprocess around its steps. */
function holds({ x, y, width, height }, ...shapes) {
  return shapes.some(
    (each) =>
      x <= each.x &&
      y <= each.y &&
      x + width >= each.x + each.width &&
      y + height >= each.y + each.height &&
      (width !== each.width || height !== each.height),
  );
}

/** What was reached, the cheapest first; what was reached cheaper before is left out. */
class Queue {
  constructor() {
    this.items = [];
    this.known = new Map();
  }

  reach(cost, node) {
    const key = node.end ? "end" : `${node.x},${node.y},${node.level}`;
    if ((this.known.get(key) ?? Number.POSITIVE_INFINITY) <= cost) return;
    this.known.set(key, cost);
    this.push(cost, node);
  }

  push(cost, item) {
    const { items } = this;
    items.push([cost, item]);
    for (let at = items.length - 1; at; ) {
      const above = (at - 1) >> 1;
      if (items[above][0] <= items[at][0]) return;
      [items[above], items[at]] = [items[at], items[above]];
      at = above;
    }
  }

  pop() {
    const { items } = this;
    const [first] = items;
    const last = items.pop();
    if (!items.length || !first) return first;
    items[0] = last;
    for (let at = 0; ; ) {
      const below = [2 * at + 1, 2 * at + 2].filter((place) => place < items.length);
      if (!below.length) return first;
      const next = below.reduce((one, other) => (items[other][0] < items[one][0] ? other : one));
      if (items[at][0] <= items[next][0]) return first;
      [items[at], items[next]] = [items[next], items[at]];
      at = next;
    }
  }
}
