/** A name as it is searched for: letters and digits without diacritics, single spaces. "Đặng H'Ăng" -> "dang h ang". */
import { fold } from '../conversation/read/fold.ts';

export const foldName = (name: string): string =>
  fold(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
