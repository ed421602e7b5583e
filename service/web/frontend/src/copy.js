/** Put the text of another element on the clipboard. */
async function copy(source) {
  const text = "value" in source ? source.value : source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS a browser has no clipboard for pages; the old way still works there.
    source.focus();
    source.select?.();
    document.execCommand("copy");
  }
}

export function watchCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      await copy(document.querySelector(button.dataset.copy));
      const said = button.parentElement.querySelector("[data-copied]");
      if (said) said.textContent = button.dataset.done;
    });
  }
}
