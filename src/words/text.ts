/**
 * What any room may hand to a person: word keys with values, never finished sentences. Only `src/words` turns a Text
 * into Vietnamese or English, for the language of the reader.
 */
export type TextValue =
  | string
  | number
  /** A calendar day, shown as 5/3/2026. */
  | { date: string }
  | Text
  /** Worded and joined with commas. */
  | Text[];

export interface Text {
  key: string;
  params?: Record<string, TextValue>;
}

/** One bubble: its lines, and what may be tapped or typed in answer. */
export interface Reply {
  lines: Text[];
  choices?: Choice[];
}

export interface Choice {
  /** What comes back when it is tapped; at most 64 bytes of ASCII (the tightest messenger). */
  id: string;
  label: Text;
}

/** A line that is a person's own words (a name), shown as it is. */
export const verbatim = (value: string): Text => ({ key: 'common.verbatim', params: { value } });
