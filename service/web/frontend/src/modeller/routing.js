import TinyQueue from "tinyqueue";
import { boxed, boxOf, holds, isStraight, isThrough, meets, pieces } from "./boxes.js";
import { docked, docks } from "./docks.js";
import { costOf, gridOf, grown, Terrain } from "./terrain.js";

/** How far beside both a way is looked for first. */
const NEAR = 200;

/** What is dearer than a longer way, in pixels of way. */
const BEND = 40;

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
  const reached = new Reached();
  for (const { dock, ...at } of terrain.places(starts)) {
    reached.reach(dock.cost, { ...at, start: dock });
  }
  for (let next = reached.next(); next; next = reached.next()) {
    const [cost, node] = next;
    if (node.end) return unwound(node, terrain);
    for (const goal of goals.filter(({ x, y }) => x === node.x && y === node.y)) {
      const bend = node.level === goal.level ? 0 : BEND;
      reached.reach(cost + bend + goal.dock.cost, { end: goal.dock, before: node });
    }
    for (const { step, ...at } of terrain.beside(node)) {
      const bend = at.level === node.level ? 0 : BEND;
      reached.reach(cost + step + bend, { ...at, start: node.start, before: node });
    }
  }
  return undefined;
}

/** What was reached, the cheapest first; what was reached cheaper before is left out. */
class Reached {
  #queue = new TinyQueue([], ([one], [other]) => one - other);
  #known = new Map();

  reach(cost, node) {
    const key = node.end ? "end" : `${node.x},${node.y},${node.level}`;
    if ((this.#known.get(key) ?? Number.POSITIVE_INFINITY) <= cost) return;
    this.#known.set(key, cost);
    this.#queue.push([cost, node]);
  }

  /** The cheapest with its cost; undefined where all was taken. */
  next() {
    return this.#queue.pop();
  }
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
