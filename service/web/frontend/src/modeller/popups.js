import PopupMenu from "diagram-js/lib/features/popup-menu/PopupMenu";

/** Between a menu and the edge of the window, in pixels. */
const EDGE = 8;

/**
 * Menus stay inside the window: they move up or to the left where they would run over.
 *
 * The library looks at the height of the whole page, most of which may lie below the window; a
 * menu cannot be scrolled to. What is higher than the window scrolls inside (modeller.css).
 */
class Popups extends PopupMenu {
  _ensureVisible(menu, { x, y }) {
    const { width, height } = menu.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return {
      x: Math.max(EDGE, Math.min(x, clientWidth - width - EDGE)),
      y: Math.max(EDGE, Math.min(y, clientHeight - height - EDGE)),
    };
  }
}

export default { popupMenu: ["type", Popups] };
