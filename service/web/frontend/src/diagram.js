/** A wide diagram opens where the process stands, not at its left border. */
export function watchDiagrams(root) {
  for (const view of root.querySelectorAll("[data-diagram-view]")) {
    const current = view.querySelector(".current, .problem, .open-point");
    if (!current) continue;
    const [frame, box] = [view.getBoundingClientRect(), current.getBoundingClientRect()];
    view.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    view.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  }
}
