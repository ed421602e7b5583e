import { translate } from "../words.js";
import { groupsOf } from "./groups.js";

/** Groups of the library that ask what ours ask in our words. */
const OURS = ["timer"];

/** Our groups stand right below the general one of plain BPMN. */
class AlurProvider {
  static $inject = ["propertiesPanel", "injector", "config.alurForms", "config.alurSops"];

  constructor(propertiesPanel, injector, forms, sops) {
    this.injector = injector;
    /** What an element can name that is not in the diagram: pairs of key and words. */
    this.known = { forms: forms ?? [], sops: sops ?? [] };
    propertiesPanel.registerProvider(400, this);
  }

  getGroups(element) {
    return (groups) => {
      const [general, ...others] = groups;
      const rest = others.filter(({ id }) => !OURS.includes(id));
      const ours = groupsOf(element, this.injector, this.known);
      // The library's buttons speak English to a group that does not say how to translate.
      const all = [general, ...ours, ...rest].filter(Boolean);
      return all.map((group) => ({ ...group, translate }));
    };
  }
}

export default { __init__: ["alurProvider"], alurProvider: ["type", AlurProvider] };
