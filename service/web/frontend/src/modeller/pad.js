import { withoutPointer } from "./reaching.js";

/** From a step to a menu beside it, in pixels. */
const BESIDE = 12;

/**
 * What the pad of a chosen element offers beside the tools of bpmn-js, each also by a key.
 *
 * Who has something to offer says for an element {id, key, title, className, click, byKey}, or
 * nothing.
 */
class Pad {
  static $inject = ["contextPad", "canvas", "keyboard", "selection"];

  constructor(contextPad, canvas, keyboard, selection) {
    this.canvas = canvas;
    this.offered = [];
    contextPad.registerProvider(this);
    // bpmn-js asks it of a method that warns of its own end each time.
    contextPad.getPad = (element) => ({
      html:
        canvas.getContainer().querySelector(".djs-context-pad.open") ??
        canvas.getGraphics(element),
    });
    keyboard.addListener(({ keyEvent }) => {
      const [chosen, ...others] = selection.get();
      if (!chosen || others.length || keyboard.hasModifier(keyEvent)) return undefined;
      const wanted = this.offersFor(chosen).find(({ key }) =>
        keyboard.isKey([key, key.toLowerCase()], keyEvent),
      );
      wanted?.byKey();
      return wanted ? true : undefined;
    });
  }

  offer(offering) {
    this.offered.push(offering);
  }

  offersFor(element) {
    return this.offered.map((offering) => offering(element)).filter(Boolean);
  }

  getContextPadEntries(element) {
    return Object.fromEntries(
      this.offersFor(element).map(({ id, key, title, className, click, byKey }) => {
        const act = (event) => (withoutPointer(event) ? byKey() : click(event));
        return [
          id,
          { group: "alur", className, title: `${title} (${key})`, action: { click: act } },
        ];
      }),
    );
  }

  /** Where a menu of the pad opens: beside the element; menus stay inside the window. */
  beside(element) {
    const { right, top } = this.canvas.getGraphics(element).getBoundingClientRect();
    return { x: right + BESIDE, y: top };
  }
}

export default { __init__: ["alurPad"], alurPad: ["type", Pad] };
