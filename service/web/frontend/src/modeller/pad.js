/** From a step to a menu beside it, in pixels. */
const BESIDE = 12;

/** What the pad of a chosen step offers beside the tools of bpmn-js, each also by a key. */
class Pad {
  static $inject = [
    "contextPad",
    "canvas",
    "keyboard",
    "selection",
    "alurReviewLoop",
    "alurReviewPicking",
  ];

  constructor(contextPad, canvas, keyboard, selection, reviewLoop, reviewPicking) {
    Object.assign(this, { canvas, reviewLoop, reviewPicking });
    contextPad.registerProvider(this);
    keyboard.addListener(({ keyEvent }) => {
      const [chosen, ...others] = selection.get();
      if (!chosen || others.length || keyboard.hasModifier(keyEvent)) return undefined;
      const wanted = this.offers(chosen).find(({ key }) =>
        keyboard.isKey([key, key.toLowerCase()], keyEvent),
      );
      wanted?.byKey(chosen);
      return wanted ? true : undefined;
    });
  }

  getContextPadEntries(element) {
    return Object.fromEntries(
      this.offers(element).map(({ id, key, title, className, click }) => [
        id,
        { group: "alur", className, title: `${title} (${key})`, action: { click } },
      ]),
    );
  }

  offers(element) {
    return [this.review(element)].filter(Boolean);
  }

  review(element) {
    if (!this.reviewLoop.targets(element).length) return undefined;
    return {
      id: "alur-review",
      key: "K",
      title: "Jika tidak, kembali ke …",
      className: "bpmn-icon-loop-marker",
      click: (event) => this.reviewPicking.onDrawing(event, element),
      byKey: () => this.reviewPicking.inList(element, this.beside(element)),
    };
  }

  /** Where a menu of the pad opens. */
  beside(element) {
    const { right, top } = this.canvas.getGraphics(element).getBoundingClientRect();
    return { x: right + BESIDE, y: top };
  }
}

export default { __init__: ["alurPad"], alurPad: ["type", Pad] };
