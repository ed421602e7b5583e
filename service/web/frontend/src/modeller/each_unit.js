import { is } from "bpmn-js/lib/util/ModelUtil";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { crosses, overlaps } from "./boxes.js";
import { laneAt, lanesOf } from "./lanes.js";
import { wayBetween } from "./leading.js";
import { Edit, extensionOf } from "./panel/values.js";
import { makeRoom } from "./room.js";
import { before, behind, isWork } from "./ways.js";

const COMMAND = "alur.each-unit";

// As service/diagrams/table writes a row of Bidang, and the one before it.
const LIST = "bidang";
const SHOWN = "Daftar Bidang";
const UNIT = "unit";
const ASKS_UNITS = "permintaan-bahan";

/** The role of the lane whose holders do it; elsewhere there is nobody for each unit. */
const ROLE = "bidang";
const ELSEWHERE =
  "Langkah ini tidak berada di kolom Bidang, jadi tidak ada yang mengerjakannya di tiap Bidang. Pindahkan dahulu ke kolom Bidang.";
const DONE = "Tiap Bidang yang diminta mengerjakan langkah ini serentak.";
const NOT_ASKED =
  "Tiap Bidang dalam daftar mengerjakan langkah ini serentak. Belum ada langkah sebelumnya yang menentukan Bidang mana saja.";

/** What the picture of the list takes with its name, and from one place to the next. */
const PICTURE = { width: 70, height: 80 };
const NEXT = 40;

/** *Dikerjakan tiap Bidang (serentak)*: each unit of a list does the step; once more: one does. */
class EachUnit {
  static $inject = ["commandStack", "selection", "eventBus", "elementRegistry", "alurPad"];

  constructor(commandStack, selection, eventBus, elementRegistry, pad) {
    this.commands = commandStack;
    this.selection = selection;
    this.events = eventBus;
    this.registry = elementRegistry;
    commandStack.registerHandler(COMMAND, ToggleEachUnit);
    pad.offer((element) => this.offer(element));
  }

  offer(step) {
    if (!this.fits(step)) return undefined;
    const toggle = () => this.toggle(step);
    return {
      id: "alur-each-unit",
      key: "B",
      title: this.isDone(step)
        ? "Tidak lagi dikerjakan tiap Bidang"
        : "Dikerjakan tiap Bidang (serentak)",
      className: "bpmn-icon-parallel-mi-marker",
      click: toggle,
      byKey: toggle,
    };
  }

  /** A step that decides is done once: nobody would see what an instance decides. */
  fits(step) {
    return is(step, "bpmn:UserTask") && !extensionOf(step.businessObject, "alur:Decision");
  }

  isDone(step) {
    return loopsOver(step)?.name === LIST;
  }

  toggle(step) {
    const alone = this.isDone(step);
    if (!(alone || this.isOfUnits(step))) {
      this.events.fire("alur.told", { words: ELSEWHERE, wrong: true });
      return;
    }
    this.commands.execute(COMMAND, { step, alone });
    this.selection.select(step);
    if (alone) return;
    this.events.fire("alur.told", { words: before(step).some(isWork) ? DONE : NOT_ASKED });
  }

  /** Whether it stands in a lane of Bidang, or in one of which nobody said yet whose it is. */
  isOfUnits(step) {
    const role = laneAt(lanesOf(this.registry), step)?.businessObject.get("alur:role");
    return !role || role === ROLE;
  }
}

class ToggleEachUnit {
  static $inject = ["modeling", "elementFactory", "bpmnFactory", "elementRegistry", "injector"];

  constructor(modeling, elementFactory, bpmnFactory, elementRegistry, injector) {
    Object.assign(this, { modeling, elementFactory, bpmnFactory, elementRegistry, injector });
  }

  preExecute({ step, alone }) {
    if (alone) this.oneAlone(step);
    else this.eachUnit(step);
  }

  eachUnit(step) {
    const asks = before(step).find(isWork);
    const [list = this.drawList(step, asks)] = this.lists();
    const data = list.businessObject.dataObjectRef;
    this.join(list, step, "bpmn:DataInputAssociation");
    this.loop(step, data);
    this.say(step, "alur:Unit", { value: UNIT });
    const collector = this.collector(step);
    if (collector) this.say(step, "alur:Collector", { element: collector.id });
    if (!asks) return;
    if (!asks.outgoing.some(({ target }) => target === list)) {
      this.join(asks, list, "bpmn:DataOutputAssociation");
    }
    if (!extensionOf(asks.businessObject, "alur:Form")) {
      this.say(asks, "alur:Form", { key: ASKS_UNITS });
    }
  }

  /** Draw what data go along, round what stands between. */
  join(source, target, type) {
    const waypoints = wayBetween(this.injector, source, target);
    this.modeling.connect(source, target, waypoints ? { type, waypoints } : { type });
  }

  oneAlone(step) {
    const data = loopsOver(step);
    for (const arrow of step.incoming.filter(({ source }) => shows(source, data))) {
      this.modeling.removeConnection(arrow);
    }
    this.modeling.updateProperties(step, { loopCharacteristics: undefined });
    for (const type of ["alur:Unit", "alur:Collector"]) {
      const said = extensionOf(step.businessObject, type);
      if (said) new Edit(this.injector, step).remove(said).done();
    }
    const used = this.elementRegistry.filter((each) => loopsOver(each) === data);
    if (!used.length) this.modeling.removeElements(this.lists());
  }

  /** The pictures of the list of units. */
  lists() {
    return this.elementRegistry.filter(
      (each) =>
        is(each, "bpmn:DataObjectReference") &&
        !each.labelTarget &&
        each.businessObject.dataObjectRef?.name === LIST,
    );
  }

  drawList(step, asks) {
    const shape = this.elementFactory.createShape({ type: "bpmn:DataObjectReference" });
    shape.businessObject.name = SHOWN;
    const at = this.placeOfList(step, asks);
    const list = this.modeling.createShape(shape, at, step.parent);
    const data = list.businessObject.dataObjectRef;
    this.modeling.updateModdleProperties(list, data, { name: LIST, isCollection: true });
    return list;
  }

  /** A free place in the lane of the step: below who asks, else left of the step, else below. */
  placeOfList(step, asks) {
    const lane = laneAt(lanesOf(this.elementRegistry), step) ?? step.parent;
    const y = getMid(step).y;
    const across = asks ? [getMid(asks).x] : [];
    for (let x = step.x - PICTURE.width; x > lane.x + PICTURE.width; x -= NEXT) across.push(x);
    const found = across.find((x) => this.isFree({ x, y }, step));
    if (found !== undefined) return { x: found, y };
    makeRoom(this.injector, "y", step.y + step.height + 1, PICTURE.height);
    return { x: getMid(step).x, y: step.y + step.height + PICTURE.height / 2 };
  }

  /** Whether the picture and its name have room there. */
  isFree({ x, y }, step) {
    const { width, height } = PICTURE;
    const box = { x: x - width / 2, y: y - height / 2, width, height };
    const near = this.elementRegistry.filter(
      (each) => each.parent === step.parent && !is(each, "bpmn:Lane"),
    );
    return !near.some((each) =>
      each.waypoints ? crosses(each.waypoints, box) : overlaps(each, box),
    );
  }

  loop(step, data) {
    const create = (type, properties, parent) => {
      const made = this.bpmnFactory.create(type, properties);
      made.$parent = parent;
      return made;
    };
    const loop = create(
      "bpmn:MultiInstanceLoopCharacteristics",
      { isSequential: false, loopDataInputRef: data },
      step.businessObject,
    );
    loop.inputDataItem = create("bpmn:DataInput", { name: UNIT }, loop);
    this.modeling.updateProperties(step, { loopCharacteristics: loop });
  }

  /** What collects what the units hand in: the next work of somebody else. */
  collector(step) {
    const lanes = lanesOf(this.elementRegistry);
    const own = laneAt(lanes, step);
    return behind(step).find((each) => isWork(each) && laneAt(lanes, each) !== own);
  }

  say(step, type, properties) {
    new Edit(this.injector, step).set(type, properties).done();
  }
}

/** The list of which each member does the step; undefined where one does. */
function loopsOver(step) {
  return is(step, "bpmn:Activity")
    ? step.businessObject.get("loopCharacteristics")?.loopDataInputRef
    : undefined;
}

function shows(element, data) {
  return element.businessObject.dataObjectRef === data;
}

export default { __init__: ["alurEachUnit"], alurEachUnit: ["type", EachUnit] };
