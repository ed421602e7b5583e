import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { numberOf } from "./ways.js";

const DRAG = "alur.review";
const MENU = "alur-review";
const TITLE = "Jika tidak, kembali ke …";

/** Chooses the step to which work goes back: by a click on it, or in a list by the keyboard. */
class ReviewPicking {
  static $inject = [
    "eventBus",
    "dragging",
    "canvas",
    "connectionPreview",
    "popupMenu",
    "alurReviewLoop",
    "alurPad",
  ];

  constructor(eventBus, dragging, canvas, connectionPreview, popupMenu, reviewLoop, pad) {
    Object.assign(this, { dragging, popupMenu, reviewLoop, pad });
    pad.offer((element) => this.offer(element));
    popupMenu.registerProvider(MENU, this);
    eventBus.on(`${DRAG}.hover`, ({ hover, context }) => {
      context.hover = hover;
      context.target = context.targets.includes(hover) ? hover : undefined;
      canvas.addMarker(hover, context.target ? "connect-ok" : "connect-not-ok");
    });
    eventBus.on([`${DRAG}.out`, `${DRAG}.cleanup`], ({ context }) => {
      if (context.hover) {
        canvas.removeMarker(context.hover, "connect-ok");
        canvas.removeMarker(context.hover, "connect-not-ok");
      }
      context.hover = undefined;
      context.target = undefined;
    });
    eventBus.on(`${DRAG}.move`, ({ x, y, context }) => {
      connectionPreview.drawPreview(context, false, {
        source: context.step,
        target: context.target,
        connectionStart: getMid(context.step),
        connectionEnd: { x, y },
      });
    });
    eventBus.on(`${DRAG}.cleanup`, ({ context }) => connectionPreview.cleanUp(context));
    eventBus.on(`${DRAG}.end`, ({ context: { step, target } }) => {
      if (!target) return false;
      this.reviewLoop.draw(step, target);
      return true;
    });
  }

  offer(step) {
    if (!this.reviewLoop.targets(step).length) return undefined;
    return {
      id: "alur-review",
      key: "K",
      title: TITLE,
      className: "bpmn-icon-loop-marker",
      click: (event) => this.onDrawing(event, step),
      byKey: () => this.inList(step),
    };
  }

  /** Let the person click the step on the drawing; Escape gives up. */
  onDrawing(event, step) {
    const context = { step, targets: this.reviewLoop.targets(step) };
    this.dragging.init(event, DRAG, { autoActivate: true, data: { shape: step, context } });
  }

  inList(step) {
    this.popupMenu.open(step, MENU, this.pad.beside(step), { title: TITLE });
  }

  getPopupMenuEntries(step) {
    return Object.fromEntries(
      this.reviewLoop.targets(step).map((target) => [
        target.id,
        {
          label: called(target),
          action: () => {
            this.popupMenu.close();
            this.reviewLoop.draw(step, target);
          },
        },
      ]),
    );
  }
}

function called(step) {
  const number = numberOf(step);
  const name = step.businessObject.name || "Langkah tanpa nama";
  return number ? `${number}. ${name}` : name;
}

export default {
  __init__: ["alurReviewPicking"],
  alurReviewPicking: ["type", ReviewPicking],
};
