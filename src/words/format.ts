/** Days as a Vietnamese reader writes them. */

/** `2026-03-05` → `5/3/2026`. */
export function formatDate(day: string): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return `${date}/${month}/${year}`;
}
