const TYPED_INTO = "input, textarea, select, [contenteditable], dialog";

/** The list of shortcuts, behind a button and behind the key that asks. */
export function showKeys(page) {
  const list = page.part("keys-list");
  page.part("keys").addEventListener("click", () => list.showModal());
  page.part("keys-close").addEventListener("click", () => list.close());
  page.root.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest(TYPED_INTO)) return;
    event.preventDefault();
    list.showModal();
  });
}
