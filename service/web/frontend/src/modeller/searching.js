/** The results of a search scroll, so that who uses no mouse must be able to come to them. */
class Searching {
  static $inject = ["eventBus", "canvas", "translate"];

  constructor(eventBus, canvas, translate) {
    eventBus.on("searchPad.opened", () => {
      const results = canvas.getContainer().querySelector(".djs-search-results");
      results.tabIndex = 0;
      results.setAttribute("role", "region");
      results.setAttribute("aria-label", translate("Search results"));
    });
  }
}

export default { __init__: ["alurSearching"], alurSearching: ["type", Searching] };
