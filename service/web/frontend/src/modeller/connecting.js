import { withoutPointer } from "./reaching.js";
import { numberOf } from "./ways.js";

const MENU = "alur-connect";

/** What an arrow without a mouse leads to is chosen in a list of what it may lead to. */
class Connecting {
  static $inject = [
    "eventBus",
    "popupMenu",
    "elementRegistry",
    "modeling",
    "rules",
    "selection",
    "canvas",
    "translate",
    "alurPad",
  ];

  constructor(eventBus, popupMenu, registry, modeling, rules, selection, canvas, translate, pad) {
    Object.assign(this, { popupMenu, registry, modeling, rules, selection, canvas, translate });
    popupMenu.registerProvider(MENU, this);
    eventBus.on("contextPad.trigger", ({ event }) => {
      // A key of bpmn-js triggers a command too, and presses no button.
      const action = event?.delegateTarget?.dataset.action;
      const [source] = selection.get();
      if (action !== "connect" || !withoutPointer(event)) return undefined;
      popupMenu.open(source, MENU, pad.beside(source), {
        title: translate("Connect to …"),
        width: 300,
        search: true,
      });
      return false;
    });
  }

  getPopupMenuEntries(source) {
    return Object.fromEntries(
      this.registry
        .filter((target) => this.mayFollow(source, target))
        .map((target) => [
          target.id,
          { label: this.called(target), action: () => this.connect(source, target) },
        ]),
    );
  }

  mayFollow(source, target) {
    const real = target !== source && !target.waypoints && !target.labelTarget && target.parent;
    return real && Boolean(this.rules.allowed("connection.create", { source, target }));
  }

  connect(source, target) {
    this.popupMenu.close();
    this.selection.select(this.modeling.connect(source, target));
    this.canvas.focus();
  }

  called(target) {
    const kind = this.translate(target.type.slice("bpmn:".length).replace(/\B[A-Z]/g, " $&"));
    const name = target.businessObject.name || `${kind} (${target.id})`;
    const number = numberOf(target);
    return number ? `${number}. ${name}` : name;
  }
}

export default { __init__: ["alurConnecting"], alurConnecting: ["type", Connecting] };
