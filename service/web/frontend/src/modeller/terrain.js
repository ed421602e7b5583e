import { boxed, isThrough, lengthOf } from "./boxes.js";
import { OUT, SIDES } from "./docks.js";

/** More than half a step of the grid to which bpmn-js moves lines afterwards. */
const CLEAR = 9;
/** Further ways past a shape, for lines that meet there. */
const PAST = [OUT, OUT + 8];
/** What two lines share before they look like one, in pixels. */
const SHARED = 5;

/** What is dearer than a longer way, in pixels of way. */
const CROSSING = 20;
const ALONG = 6;

/** What each piece of the grid costs: reckoned once, for a drawing has some ten thousand. */
export class Terrain {
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

/** The lines on which a way may run: past every shape, and straight on from every dock. */
export function gridOf(shapes, ends, within) {
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

/** A shape with the room around it that lines leave free. */
export function grown(shape) {
  const { left, right, top, bottom } = boxed(shape);
  return { left: left - CLEAR, right: right + CLEAR, top: top - CLEAR, bottom: bottom + CLEAR };
}

/** What a straight piece of way costs among other lines. */
export function costOf(piece, ways) {
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

function sorted(places) {
  return [...new Set(places)].sort((one, other) => one - other);
}
