/** Opens what is closed while the page is printed: paper has nothing to click on. */
export function letPrint(): void {
  const opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) {
      if (part.open) continue;
      part.open = true;
      opened.push(part);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened.splice(0)) part.open = false;
  });
}
