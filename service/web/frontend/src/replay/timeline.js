/**
 * The history of a process as a film: pure functions, so that going back costs nothing.
 *
 * A frame is one event of the history. Its trace says in order what the engine did: nodes that a
 * token entered or left, and the sequence flows it took. Times of the film are milliseconds; the
 * real time between two events is mostly waiting, so the film shows it on a logarithmic scale.
 */

const HOP = 650;
const LONGEST_TRAVEL = 2600;
const REST = 900;
const PER_DECADE = 300;

/** In which wave each flow of a trace is travelled: branches of one fork move together. */
export function waves(trace, ends) {
  const arrived = new Map();
  return trace
    .filter((taken) => taken.kind === "flow" && ends.has(taken.element))
    .map((taken) => {
      const { source, target } = ends.get(taken.element);
      const wave = arrived.has(source) ? arrived.get(source) + 1 : 0;
      arrived.set(target, Math.max(wave, arrived.get(target) ?? 0));
      return { flow: taken.element, wave };
    });
}

/** What stands on the diagram after an event, given what stood there before. */
export function after(before, { trace, cancelled }) {
  const waiting = new Map(cancelled ? [] : before.waiting);
  const done = new Set(before.done);
  const flows = new Map(before.flows);
  for (const { kind, element, token } of trace) {
    if (kind === "flow") flows.set(element, (flows.get(element) ?? 0) + 1);
    if (kind === "entered") waiting.set(token, element);
    if (kind === "completed" || kind === "cancelled") waiting.delete(token);
    if (kind === "completed") done.add(element);
  }
  return { waiting, done, flows };
}

/** What the server says that stood there before the first frame. */
export function standing({ waiting, done, flows }) {
  return { waiting: new Map(waiting), done: new Set(done), flows: new Map(flows) };
}

/** Frames with their place in the film; `ends` maps a flow's id to its source and target. */
export function film(frames, ends, before) {
  let at = 0;
  let state = standing(before);
  const scenes = frames.map((frame, index) => {
    const hops = waves(frame.trace, ends);
    const longest = hops.reduce((most, hop) => Math.max(most, hop.wave + 1), 0);
    const travel = Math.min(LONGEST_TRAVEL, longest * HOP);
    const next = frames[index + 1];
    const minutes = next ? (Date.parse(next.instant) - Date.parse(frame.instant)) / 60_000 : 0;
    const rest = REST + PER_DECADE * Math.log10(1 + Math.max(0, minutes));
    const scene = {
      frame,
      index,
      hops,
      waves: longest,
      before: state,
      after: after(state, frame),
      start: at,
      arrived: at + travel,
      end: at + travel + rest,
    };
    at = scene.end;
    state = scene.after;
    return scene;
  });
  return { scenes, length: at };
}

/** The scene that plays at `time`. */
export function sceneAt({ scenes }, time) {
  let found = scenes[0];
  for (const scene of scenes) {
    if (scene.start > time) break;
    found = scene;
  }
  return found;
}

/** How far each moving token has come at `time`: [{flow, part}], part from 0 to 1. */
export function moving(scene, time) {
  if (time >= scene.arrived || scene.waves === 0) return [];
  const clock = ((time - scene.start) / (scene.arrived - scene.start)) * scene.waves;
  return scene.hops
    .filter((hop) => Math.floor(clock) === hop.wave)
    .map((hop) => ({ flow: hop.flow, part: clock - hop.wave }));
}

/** The point a part of the way along a line of {x, y}. */
export function along(points, part) {
  const lengths = points
    .slice(1)
    .map((to, i) => Math.hypot(to.x - points[i].x, to.y - points[i].y));
  let left = part * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, length] of lengths.entries()) {
    if (left <= length || i === lengths.length - 1) {
      const share = length ? Math.min(1, left / length) : 0;
      const [from, to] = [points[i], points[i + 1]];
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    }
    left -= length;
  }
  return points[0];
}
