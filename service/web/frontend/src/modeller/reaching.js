/** What somebody uses who does not point: each a button among others that arrows lead along. */
const TOOLS = ".djs-palette .entry, .djs-context-pad .entry, .djs-minimap .toggle";
const GROUPS = ".djs-palette, .djs-context-pad, .djs-minimap";

/** Tools that go on with the mouse: chosen by a key they would wait for it, and nobody would know. */
const POINTING = ["hand-tool", "lasso-tool", "space-tool", "global-connect-tool"];

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Whether something was chosen without a mouse: by a key, or by a reader of the screen. */
export function withoutPointer(event) {
  return event?.type === "click" && event.detail === 0;
}

/** Lets the tools, the commands of the chosen element and the small map be used by the keyboard. */
class Reaching {
  static $inject = ["eventBus", "canvas", "translate"];

  constructor(eventBus, canvas, translate) {
    this.canvas = canvas;
    const container = canvas.getContainer();
    const group = (selector, label) => makeGroup(container.querySelector(selector), label);
    eventBus.on("palette.changed", () => group(".djs-palette", translate("Tools")));
    eventBus.on("contextPad.open", ({ current }) => {
      makeGroup(current.html, translate("Commands for the selected element"));
    });
    eventBus.on("import.done", () => group(".djs-minimap", translate("Minimap")));
    eventBus.on("minimap.toggle", ({ open }) => {
      container.querySelector(".djs-minimap .toggle").setAttribute("aria-expanded", open);
      group(".djs-minimap", translate("Minimap"));
    });
    eventBus.on("palette.trigger", ({ event }) => {
      const pointing = POINTING.includes(event?.delegateTarget?.dataset.action);
      if (!(withoutPointer(event) && pointing)) return undefined;
      eventBus.fire("alur.pointer-needed");
      return false;
    });
    container.addEventListener("keydown", (event) => this.keydown(event));
  }

  keydown(event) {
    const tool = event.target.closest(TOOLS);
    if (!tool) return;
    if (event.key in STEPS) goOn(tool, STEPS[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.use(tool);
    else if (event.key === "Escape") this.canvas.focus();
    else return;
    event.preventDefault();
  }

  use(tool) {
    const { left, top, width, height } = tool.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2 };
    tool.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...place }));
    // What is drawn goes on with the keys of the drawing, unless something opened.
    const still = [tool, document.body].includes(document.activeElement);
    if (still && !tool.matches(".toggle")) this.canvas.focus();
  }
}

function makeGroup(group, label) {
  const tools = [...group.querySelectorAll(TOOLS)];
  group.setAttribute("role", "toolbar");
  group.setAttribute("aria-label", label);
  const first = tools.find((tool) => tool.tabIndex === 0) ?? tools[0];
  for (const tool of tools) {
    const name = tool.title || tool.getAttribute("aria-label");
    tool.title = name;
    tool.setAttribute("aria-label", name);
    tool.setAttribute("role", "button");
    tool.tabIndex = tool === first ? 0 : -1;
  }
}

function goOn(tool, step) {
  const tools = [...tool.closest(GROUPS).querySelectorAll(TOOLS)];
  const next = tools.at((tools.indexOf(tool) + step) % tools.length);
  for (const each of tools) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

export default { __init__: ["alurReaching"], alurReaching: ["type", Reaching] };
