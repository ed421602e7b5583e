import TextRenderer from "bpmn-js/lib/draw/TextRenderer";

const SMALLEST = 8;
/** Between a name and the edge of what it stands in, above and below, in pixels. */
const EDGE = 2;
/** What the symbol of a kind of step takes at its corner, in pixels. */
const SYMBOL = 24;
/** A step that is wide enough for a name beside its symbol. */
const WIDE = 160;

/**
 * Names that stay where they belong: smaller where a word would break or a step run over, and cut
 * with "…" where even that is too long. The panel has the name whole.
 */
class Lettering extends TextRenderer {
  static $inject = ["config.textRenderer"];

  constructor(config) {
    super(config);
    const plain = this.createText;
    const font = this.getDefaultStyle();
    this.pen = document.createElement("canvas").getContext("2d");
    this.createText = (text, options = {}) => {
      const style = { ...font, ...options.style };
      const create = (words, more) => plain.call(this, words, { ...options, style, ...more });
      if (options.align?.endsWith("middle")) return this.inside(text, style, options, create);
      return options.align ? create(text) : this.beside(text, style, options, create);
    };
  }

  /** A name inside of a step, or along a lane; one that would run over the symbol is narrower. */
  inside(text, style, { box, padding = 0 }, create) {
    const [drawn, height] = this.within(text, style, { box, padding }, create);
    const beside = box.width >= WIDE && height > box.height - 2 * SYMBOL;
    if (!beside) return drawn;
    const narrow = (words, more) => create(words, { padding: SYMBOL, ...more });
    return this.within(text, style, { box, padding: SYMBOL }, narrow)[0];
  }

  /** A name as large as it fits, and how high it is. */
  within(text, style, { box, padding }, create) {
    const room = { width: box.width - 2 * padding, height: box.height - 2 * EDGE };
    const fits = (drawn, size) => linesOf(drawn) * size * style.lineHeight <= room.height;
    let drawn = create(text);
    let size = style.fontSize;
    while (
      size > SMALLEST &&
      !(fits(drawn, size) && this.widest(text, style, size) <= room.width)
    ) {
      size -= 1;
      drawn = create(text, { style: { ...style, fontSize: size } });
    }
    const words = text.split(/\s+/);
    while (!fits(drawn, size) && words.length > 1) {
      words.pop();
      drawn = create(`${words.join(" ")} …`, { style: { ...style, fontSize: size } });
    }
    return [drawn, linesOf(drawn) * size * style.lineHeight];
  }

  /** A name beside its element: as wide as its longest word, whatever letters the machine has. */
  beside(text, style, { box }, create) {
    const more =
      Math.ceil(this.widest(text, style, style.fontSize)) + 1 - (box?.width ?? Infinity);
    if (!(more > 0)) return create(text);
    const drawn = create(text, { box: { ...box, width: box.width + more } });
    drawn.setAttribute("transform", `translate(${-more / 2} 0)`);
    return drawn;
  }

  widest(text, { fontFamily, fontWeight }, size) {
    this.pen.font = `${fontWeight} ${size}px ${fontFamily}`;
    return Math.max(0, ...text.split(/\s+/).map((word) => this.pen.measureText(word).width));
  }
}

function linesOf(drawn) {
  return drawn.querySelectorAll("tspan").length;
}

export default { textRenderer: ["type", Lettering] };
