/**
 * How a rule names its source, in one place: document number AND date, clause, and how far it may be trusted. The number
 * alone is never enough (several documents are called 01-HD/TW).
 */
import type { Basis, Confidence, Procedure } from '../procedure/schema.ts';
import type { Text } from '../words/text.ts';

/** "Căn cứ: …", with a caution where the rule was not read in the text itself; a basis without document is left out. */
export function basisText(
  procedure: Procedure,
  basis: readonly Basis[],
  confidence: Confidence = 'verified',
): Text {
  const list = basisList(procedure, basis);
  return { key: `lookups.basis.${confidence === 'verified' ? 'stated' : confidence}`, params: { list } };
}

/** The sources alone, joined with a semicolon. */
export function basisList(procedure: Procedure, basis: readonly Basis[]): Text {
  const named = basis.map((one) => sourceText(procedure, one)).filter((text) => text !== null);
  const [first, ...rest] = named;
  if (!first) return { key: 'lookups.basis.none' };
  return rest.reduce((before, next) => ({ key: 'lookups.basis.and', params: { before, next } }), first);
}

function sourceText(procedure: Procedure, basis: Basis): Text | null {
  const document = procedure.documents[basis.document];
  if (!document) return null;
  const kind = kindOf(document.number);
  const number: Text = kind
    ? { key: `lookups.basis.kinds.${kind}`, params: { number: document.number } }
    : { key: 'common.verbatim', params: { value: document.number } };
  const dated: Text = document.date
    ? { key: 'lookups.basis.dated', params: { number, date: { date: document.date } } }
    : number;
  if (basis.clause === undefined) return dated;
  return { key: 'lookups.basis.at', params: { clause: clauseText(basis.clause), document: dated } };
}

/** By the letters of the number; the rest are named in full by the number itself. */
function kindOf(number: string): string | null {
  if (/^\d+-QĐi?\/TW$/.test(number)) return 'regulation';
  if (/-HD\//.test(number)) return 'guidance';
  if (/-CV\//.test(number)) return 'letter';
  if (/-TT\/TW$/.test(number)) return 'circular';
  return null;
}

/** "Điều 4.3" stands as it is; "5.4b" is a point, "I.1.4" a section. */
function clauseText(clause: string): Text {
  const article = /^Điều\s+(.+)$/.exec(clause);
  if (article?.[1]) return { key: 'lookups.basis.article', params: { clause: article[1] } };
  if (/^[IVX]+(\.|$)/.test(clause)) return { key: 'lookups.basis.section', params: { clause } };
  if (/^\d/.test(clause)) return { key: 'lookups.basis.point', params: { clause } };
  return { key: 'common.verbatim', params: { value: clause } };
}
