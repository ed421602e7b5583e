/** A shape by its four edges. */
export function boxed({ x, y, width, height }) {
  return { left: x, right: x + width, top: y, bottom: y + height };
}

/** A piece of a line as a shape. */
export function boxOf({ left, right, top, bottom }) {
  return { x: left, y: top, width: right - left, height: bottom - top };
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

/** Whether a piece of a line goes through the inside of a box. */
export function isThrough(piece, { left, right, top, bottom }) {
  return piece.left < right && piece.right > left && piece.top < bottom && piece.bottom > top;
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

/** Whether two shapes share a point. */
export function meets(one, { x, y, width, height }) {
  return (
    one.x <= x + width && x <= one.x + one.width && one.y <= y + height && y <= one.y + one.height
  );
}

/** Whether a shape is around one of both, as a subprocess around its steps. */
export function holds({ x, y, width, height }, ...shapes) {
  return shapes.some(
    (each) =>
      x <= each.x &&
      y <= each.y &&
      x + width >= each.x + each.width &&
      y + height >= each.y + each.height &&
      (width !== each.width || height !== each.height),
  );
}

/** How long a level or upright piece of a line is. */
export function lengthOf({ left, right, top, bottom }) {
  return right - left + bottom - top;
}

/** Whether a piece of a line is level or upright. */
export function isStraight({ left, right, top, bottom }) {
  return Math.min(right - left, bottom - top) < 1;
}

/** Whether two shapes share more than their edges. */
export function overlaps(one, { x, y, width, height }) {
  return (
    one.x < x + width && x < one.x + one.width && one.y < y + height && y < one.y + one.height
  );
}
