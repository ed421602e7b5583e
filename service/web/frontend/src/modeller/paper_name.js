const MARKUP = `
  <form method="dialog">
    <label for="nama-dokumen">Nama dokumen baru</label>
    <input id="nama-dokumen" required autocomplete="off">
    <div class="actions">
      <button class="button" value="use">Pakai</button>
      <button type="button" class="button secondary">Batal</button>
    </div>
  </form>`;

/** Asks for the name of a document beside its step; `use` is told it. */
export function askName(canvas, { x, y }, proposed, use) {
  const dialog = document.createElement("dialog");
  dialog.className = "paper-name";
  dialog.setAttribute("aria-label", "Dokumen baru");
  dialog.innerHTML = MARKUP;
  const field = dialog.querySelector("input");
  field.value = proposed;
  dialog.querySelector("[type=button]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    const name = field.value.trim();
    dialog.remove();
    canvas.focus();
    if (dialog.returnValue === "use" && name) use(name);
  });
  canvas.getContainer().append(dialog);
  dialog.showModal();
  const { width, height } = dialog.getBoundingClientRect();
  dialog.style.left = `${Math.max(0, Math.min(x, window.innerWidth - width))}px`;
  dialog.style.top = `${Math.max(0, Math.min(y, window.innerHeight - height))}px`;
  field.select();
}
