/** The mentor's assessment of the present month, or of one that was missed: four ratings from 1 to 4 and a line. One a month. */
import type { CaseCommand } from './case-command.ts';
import { refuse } from './refuse.ts';

const scales = ['awareness', 'tasks', 'conduct', 'relations'] as const;
const remarkLimit = 200;

export const assess: CaseCommand<'assess'> = {
  needs: () => ['case.assess'],

  plan(_tx, ctx, { report }, answers) {
    // Others of the cell see the assessments; only the one who helps the person writes them.
    if (report.mentor !== String(ctx.actor.personId)) return refuse('assess.not-mentor', {}, 'case');
    const wrong = scales.find((scale) => answers[scale] < 1 || answers[scale] > 4);
    if (wrong) return refuse('assess.rating', {}, wrong);
    const remark = answers.remark?.trim();
    if (remark !== undefined && remark.length > remarkLimit) {
      return refuse('assess.remark-too-long', { max: remarkLimit }, 'remark');
    }
    const { awareness, tasks, conduct, relations } = answers;
    return [
      {
        type: 'assessment-recorded',
        period: answers.period ?? ctx.today.slice(0, 7),
        on: ctx.today,
        by: String(ctx.actor.personId),
        ratings: { awareness, tasks, conduct, relations },
        ...(remark ? { remark } : {}),
      },
    ];
  },

  endsHere: true,

  questions: { period: 'period', by: 'case' },

  tell({ name, events: [event] }) {
    if (event?.type !== 'assessment-recorded') return [];
    const [year, month] = event.period.split('-').map(Number);
    const { ratings } = event;
    return [
      { key: 'cases.assessment.done', params: { name, month: month ?? 0, year: year ?? 0 } },
      {
        key: 'cases.assessment.ratings',
        params: Object.fromEntries(scales.map((scale) => [scale, { key: `cases.grades.${ratings[scale]}` }])),
      },
      { key: 'cases.assessment.seenBy' },
    ];
  },
};
