/** A letter asks a place to verify. Letters are numbered v1, v2 … inside the case. */
import { verificationSubject } from '../procedure/index.ts';
import type { CaseCommand } from './case-command.ts';
import { refuse, withBasis } from './refuse.ts';

export const sendVerification: CaseCommand<'send-verification'> = {
  needs: () => ['case.record'],

  plan(_tx, _ctx, { stored, procedure }, answers) {
    const subject = verificationSubject.options.find((known) => known === answers.subject);
    if (!subject) {
      const step = Object.values(procedure.steps).find((one) => one.record.kind === 'verification');
      return withBasis(refuse('verification.unknown-subject', {}, 'subject'), procedure, step?.basis ?? []);
    }
    const place = answers.place.trim();
    if (place === '') return refuse('verification.place-missing', {}, 'place');
    if (place.length > 120) return refuse('verification.place-too-long', {}, 'place');
    const sent = stored.file.events.filter((event) => event.type === 'verification-sent').length;
    return [
      {
        type: 'verification-sent',
        verification: `v${sent + 1}`,
        subject,
        place,
        scope: answers.scope,
        byLetter: true,
        on: answers.on,
      },
    ];
  },

  tell: ({ name, events: [event] }) =>
    event?.type === 'verification-sent'
      ? [
          {
            key: 'cases.verification.sent',
            params: {
              name,
              subject: { key: `cases.subjects.${event.subject}` },
              place: event.place,
              on: { date: event.on },
            },
          },
          { key: 'cases.verification.askDelivered' },
        ]
      : [],
};
