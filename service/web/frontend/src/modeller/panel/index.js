import { translate } from "../words.js";
import { groupsOf } from "./groups.js";

/** Groups of the library that ask what ours ask in our words. */
const OURS = ["timer"];

/** Our groups stand right below the general one of plain BPMN. */
class AlurProvider {
  static $inject = ["propertiesPanel", "injector", "config.alurForms"];

  constructor(propertiesPanel, injector, forms) {
    this.injector = injector;
    this.forms = forms ?? [];
    propertiesPanel.registerProvider(400, this);
  }

  getGroups(element) {
    return (groups) => {
      const [general, ...others] = groups;
      const rest = others.filter(({ id }) => !OURS.includes(id));
      const ours = groupsOf(element, this.injector, this.forms);
      // The library's buttons speak English to a group that does not say how to translate.
      const all = [general, ...ours, ...rest].filter(Boolean);
      return all.map((group) => ({ ...group, translate }));
    };
  }
}

export default { __init__: ["alurProvider"], alurProvider: ["type", AlurProvider] };
