/** The numbers of the procedure in force, by name, for words that speak of them (`{{cert_valid_months}}`). */
import type { Procedure } from '../procedure/schema.ts';

export function parameterValues(procedure: Procedure): Record<string, number> {
  return Object.fromEntries(
    Object.entries(procedure.parameters).map(([name, parameter]) => [name, parameter.value]),
  );
}
