/** What became of a verification letter: it arrived, or was answered sufficiently or unclearly. */
import type { Text } from '../words/text.ts';
import type { CaseCommand } from './case-command.ts';

export const updateVerification: CaseCommand<'update-verification'> = {
  needs: () => ['case.record'],

  plan: (_tx, _ctx, _opened, { verification, on, what }) => [
    what === 'delivered'
      ? { type: 'verification-delivered', verification, on }
      : { type: 'verification-replied', verification, on, result: what },
  ],

  questions: { result: 'what' },

  tell({ name, after, events: [event] }) {
    if (event?.type !== 'verification-delivered' && event?.type !== 'verification-replied') return [];
    const letter = after.verifications.find((one) => one.id === event.verification);
    const params: Text['params'] = {
      name,
      subject: { key: `cases.subjects.${letter?.subject ?? 'candidate'}` },
      place: letter?.place ?? '',
      on: { date: event.on },
    };
    if (event.type === 'verification-delivered') {
      const due = letter?.replyDue;
      return [
        { key: 'cases.verification.delivered', params },
        ...(due === undefined
          ? []
          : [{ key: 'cases.verification.replyDue', params: { due: { date: due } } }]),
      ];
    }
    if (event.result === 'unclear') {
      return [{ key: 'cases.verification.unclear', params }, { key: 'cases.verification.askAbove' }];
    }
    const waiting = after.verifications.filter((one) => one.repliedOn === undefined).length;
    return [
      { key: 'cases.verification.sufficient', params },
      waiting > 0
        ? { key: 'cases.verification.stillWaiting', params: { count: waiting } }
        : { key: 'cases.verification.allIn' },
    ];
  },
};
