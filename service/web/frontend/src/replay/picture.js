import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { append, attr, clear, create } from "tiny-svg";
import Lettering from "../lettering.js";
import { along } from "./timeline.js";

const MARKS = ["replay-done", "replay-waiting", "replay-taken"];
const TOKEN = 10;
const NEAR = 0.85;

/** The diagram in the browser, with tokens and marks on it. */
export class Picture {
  constructor(container) {
    this.container = container;
    // The wheel belongs to the page; zoom has its own buttons.
    this.viewer = new NavigatedViewer({
      container,
      zoomScroll: { enabled: false },
      // Names stand as they do in the modeller and in the picture that the server draws.
      additionalModules: [Lettering],
      // Variables of the page, so that the diagram goes dark with it.
      bpmnRenderer: {
        defaultFillColor: "var(--surface)",
        defaultStrokeColor: "var(--ink)",
        defaultLabelColor: "var(--ink)",
      },
    });
    this.marked = new Map();
  }

  async open(xml) {
    await this.viewer.importXML(xml);
    this.registry = this.viewer.get("elementRegistry");
    this.canvas = this.viewer.get("canvas");
    this.tokens = this.canvas.getLayer("replay-tokens", 1000);
    this.fit();
  }

  /** Source and target of each sequence flow. */
  ends() {
    const found = new Map();
    for (const flow of this.registry.filter((element) => element.type === "bpmn:SequenceFlow")) {
      found.set(flow.id, { source: flow.source.id, target: flow.target.id });
    }
    return found;
  }

  fit() {
    this.canvas.zoom("fit-viewport", "auto");
  }

  zoom(factor) {
    this.canvas.zoom(this.canvas.zoom() * factor);
  }

  /** True when the whole diagram fits only so small that nobody can read it. */
  get tooSmall() {
    return this.canvas.zoom() < 0.5;
  }

  follow(id) {
    const element = this.registry.get(id);
    if (!element || element.waypoints) return;
    const zoom = Math.min(NEAR, Math.max(this.canvas.zoom(), 0.6));
    if (this.canvas.zoom() !== zoom) this.canvas.zoom(zoom);
    const view = this.canvas.viewbox();
    this.canvas.viewbox({
      x: element.x + element.width / 2 - view.width / 2,
      y: element.y + element.height / 2 - view.height / 2,
      width: view.width,
      height: view.height,
    });
  }

  show(state, travelling) {
    this.mark(state);
    clear(this.tokens);
    for (const { flow, part } of travelling) {
      const line = this.registry.get(flow);
      if (line) this.token(along(line.waypoints, part));
    }
    for (const [id, count] of this.counted(state.waiting)) {
      const shape = this.registry.get(id);
      if (!shape || shape.waypoints) continue;
      this.token({ x: shape.x + shape.width - 4, y: shape.y + 4 }, count);
    }
  }

  counted(waiting) {
    const counts = new Map();
    for (const id of waiting.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  token({ x, y }, count = 1) {
    const group = create("g");
    attr(group, { class: "replay-token", transform: `translate(${x},${y})` });
    const disc = create("circle");
    attr(disc, { r: TOKEN });
    append(group, disc);
    if (count > 1) {
      const text = create("text");
      attr(text, { "text-anchor": "middle", dy: "0.36em" });
      text.textContent = String(count);
      append(group, text);
    }
    append(this.tokens, group);
  }

  mark(state) {
    const wanted = new Map();
    const add = (id, mark) => {
      if (this.registry.get(id)) wanted.set(id, (wanted.get(id) ?? new Set()).add(mark));
    };
    for (const id of state.done) add(id, "replay-done");
    for (const id of state.waiting.values()) add(id, "replay-waiting");
    for (const id of state.flows.keys()) add(id, "replay-taken");
    for (const id of new Set([...this.marked.keys(), ...wanted.keys()])) this.change(id, wanted);
    this.marked = wanted;
  }

  change(id, wanted) {
    for (const mark of MARKS) {
      const had = this.marked.get(id)?.has(mark) ?? false;
      const has = wanted.get(id)?.has(mark) ?? false;
      if (had && !has) this.canvas.removeMarker(id, mark);
      if (!had && has) this.canvas.addMarker(id, mark);
    }
  }
}
