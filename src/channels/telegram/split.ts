/** Cuts a long text into messages a messenger accepts, where a reader would pause. Lengths are UTF-16 units. */

/**
 * Pieces of at most `limit` units, none blank: cut at a paragraph, else a line, else a word, else inside the word, but
 * never inside a character (a surrogate pair, or a letter and the marks that follow it).
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = placeToCut(rest, limit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function placeToCut(text: string, limit: number): number {
  // One unit more than fits: a break just after the last unit is a good place.
  const window = text.slice(0, limit + 1);
  // A break in the first half would leave a stub of a message; a lesser break further on reads better.
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = window.lastIndexOf(mark);
    if (at > limit / 2) return at;
  }
  const blank = window.search(/\s(?=\S*$)/);
  return blank > 0 ? blank : insideWord(text, limit);
}

const continues = /^(?:\p{M}|\u200d|[\udc00-\udfff])/u;

function insideWord(text: string, limit: number): number {
  let at = limit;
  while (at > 1 && (continues.test(text.slice(at, at + 2)) || text[at - 1] === '\u200d')) at -= 1;
  return at > 1 ? at : limit;
}
