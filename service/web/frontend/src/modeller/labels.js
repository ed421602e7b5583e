import { crosses, overlaps, pieces } from "./boxes.js";

/** From a line to what stands beside it, and from one place that is tried to the next, in pixels. */
const GAP = 5;
const STEP = 8;
/** A name may slide this far along its line. */
const REACH = 260;

/**
 * Where the name of a line stands beside it, from its beginning on: the first place where it covers
 * nothing, else the one where it covers least.
 */
export function placeBeside(label, waypoints, { shapes, lines, labels }) {
  const covered = (place) => {
    const box = { ...place, width: label.width, height: label.height };
    const ways = lines.filter((line) => crosses(line.waypoints, box)).length;
    const others = [...shapes, ...labels].filter((each) => overlaps(each, box)).length;
    return 2 * others + ways;
  };
  let best;
  for (const place of places(label, waypoints)) {
    const cost = covered(place);
    if (!cost) return place;
    if (!best || cost < best.cost) best = { place, cost };
  }
  return best.place;
}

function* places({ width, height }, waypoints) {
  let gone = 0;
  for (const [number, piece] of pieces(waypoints).entries()) {
    const [begin, end] = [waypoints[number], waypoints[number + 1]];
    const length = piece.right - piece.left + piece.bottom - piece.top;
    for (let on = GAP; on < Math.min(length, REACH - gone); on += STEP) {
      if (piece.right - piece.left < 1) {
        const y = end.y > begin.y ? begin.y + on : begin.y - on - height;
        yield { x: begin.x + GAP, y };
        yield { x: begin.x - GAP - width, y };
      } else {
        const x = end.x > begin.x ? begin.x + on : begin.x - on - width;
        yield { x, y: begin.y - GAP - height };
        yield { x, y: begin.y + GAP };
      }
    }
    gone += length;
  }
  const [{ x, y }] = waypoints;
  yield { x: x + GAP, y: y + GAP };
}
