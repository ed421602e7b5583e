/** Several cells that are pasted into a row are a table: it is read before it becomes rows. */
export function watchPaste(form) {
  form.addEventListener("paste", (event) => {
    if (!event.target.closest("table.rows")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!text.includes("\t") || !text.trim().includes("\n")) return;
    event.preventDefault();
    const box = form.elements.namedItem("tempelan");
    box.value = text;
    box.closest("details").open = true;
    form.requestSubmit(form.querySelector("button[value=baca]"));
  });
}
