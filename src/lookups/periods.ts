/** Months as the cell counts them: "2026-05". */

/** The month of a day. */
export const monthOf = (day: string): string => day.slice(0, 7);

export function monthBefore(period: string): string {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/** "5/2026" */
export function monthWords(period: string): string {
  const [year, month] = period.split('-').map(Number);
  return `${month}/${year}`;
}
