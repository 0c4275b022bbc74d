/** Typed words made comparable: people write Vietnamese with, without and with half of its marks. */

// Zero-width and direction marks, soft hyphens, variation selectors: unseen, and pasted in from other programs.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** The text as typed, without invisible marks and with single spaces; letters keep their case and marks. */
export function tidy(text: string): string {
  return text.normalize('NFC').replace(invisible, '').replace(/\s+/gu, ' ').trim();
}

/** Lower case, marks kept: "Quay  Lại" → "quay lại". */
export function lower(text: string): string {
  return tidy(text.normalize('NFKC')).toLowerCase();
}

/** Lower case without marks: "Đồng chí  ƠI" → "dong chi oi". Equal for every way of typing the same words. */
export function fold(text: string): string {
  return unmark(lower(text));
}

/** Lower case with marks, without the punctuation around and the particles of politeness: "Dạ, Thôi ạ." → "thôi". */
export function bare(text: string): string {
  return lower(text)
    .replace(/^[\s.,;:!?…"'“”‘’()]+|[\s.,;:!?…"'“”‘’()]+$/gu, '')
    .replace(/^(?:(?:dạ|da|thưa|thua|vâng)[ ,]+)+(?=\S)/u, '')
    .replace(/(?:[ ,]+(?:ạ|ah|nhé|nhe|nha))+$/u, '')
    .trim();
}

/** `bare` without marks: what readers compare. */
export function plain(text: string): string {
  return unmark(bare(text)).replace(/(?<=\S) a$/u, '');
}

// Labels are few and come again and again: buttons, options, names in a list.
const labels = new Map<string, string>();

/** `plain` of what a button or an option is called. */
export function plainLabel(label: string): string {
  const ready = labels.get(label);
  if (ready !== undefined) return ready;
  if (labels.size >= 2000) labels.clear();
  const made = plain(label);
  labels.set(label, made);
  return made;
}

/** Marks off, case kept. */
export function unmark(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/gu, 'd')
    .replace(/Đ/gu, 'D');
}
