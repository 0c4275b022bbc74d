/** What the rules on who may be admitted say of a person. The product names who must conclude; it never concludes. */
import type { OrganizationSettings, PersonFacts } from './case-file.ts';
import { applies, comparedIn, holds } from './conditions.ts';
import { fullYears } from './dates.ts';
import { emptyJourney, type Question } from './journey.ts';
import { isIn } from './papers.ts';
import { confidenceOf, parametersIn } from './parameters.ts';
import type { EligibilityFinding } from './report.ts';
import type { Procedure } from './schema.ts';

/** For somebody who has no case yet, on a day. */
export function checkEligibility(
  procedure: Procedure,
  person: PersonFacts,
  organization: OrganizationSettings,
  on: string,
): EligibilityFinding[] {
  return eligibilityOf({ procedure, journey: emptyJourney(person, organization), on });
}

/** Rules that do not speak of this person are left out; a consent that is in answers the rule that asked for it. */
export function eligibilityOf(question: Question): EligibilityFinding[] {
  const { procedure, journey, on } = question;
  const findings: EligibilityFinding[] = [];
  for (const [id, rule] of Object.entries(procedure.eligibility)) {
    if (!applies(rule.when, question)) continue;
    const good =
      (rule.must !== undefined && holds(rule.must, question)) ||
      (rule.otherwise !== 'inform' && rule.paper !== undefined && isIn(rule.paper, question));
    const condition = rule.must ?? rule.when;
    findings.push({
      id,
      holds: good,
      outcome: good ? 'ok' : rule.otherwise,
      ...(rule.paper !== undefined && { paper: rule.paper }),
      params: {
        age: fullYears(journey.person.birthDate, on),
        ...(condition && comparedIn(condition, question)),
      },
      basis: rule.basis,
      confidence: confidenceOf(procedure, rule, rule.must ? parametersIn(rule.must) : []),
    });
  }
  return findings;
}
