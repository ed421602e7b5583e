/** What the server refuses whatever is in it: no menu leads there. */
const REFUSED = /ad-hoc-subprocess$|complex-gateway$/;
const MENU = "bpmn-replace";
/** After the menu of bpmn-js, which stands at 1000. */
const AFTERWARDS = 500;

/** Takes out of the menu of kinds what no diagram of Alur can hold. */
class Refusing {
  static $inject = ["popupMenu"];

  constructor(popupMenu) {
    popupMenu.registerProvider(MENU, AFTERWARDS, this);
  }

  getPopupMenuEntries() {
    return (entries) =>
      Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));
  }
}

export default { __init__: ["alurRefusing"], alurRefusing: ["type", Refusing] };
