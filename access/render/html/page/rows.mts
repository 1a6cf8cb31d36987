/** The rows of the lists below the picture that can be searched, with what was found last. */
export function letFilter(): (query: string) => void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  return (query) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => texts.get(row)?.includes(word) ?? false);
  };
}
