/** People of the sample who are worth trying first, each with a word key that says what there is to see. */
import type { Text } from '../../src/words/text.ts';
import { type MemberKey, members } from './members.ts';
import { ordinaryCases } from './ordinary-cases.ts';

export interface Persona {
  personId: number;
  name: string;
  role: 'cellSecretary' | 'mentor' | 'candidate' | 'probationaryMember' | 'committeeOfficer';
  /** Words: `cases.personas.<hint>`. */
  hint: Text;
}

export function personas(member: (key: MemberKey) => number, candidate: (key: string) => number): Persona[] {
  const ofMember = (key: MemberKey, role: Persona['role'], hint: string): Persona => ({
    personId: member(key),
    name: members.find((one) => one.key === key)?.name ?? '',
    role,
    hint: { key: `cases.personas.${hint}` },
  });
  const ofCandidate = (key: string, role: Persona['role'], hint: string): Persona => ({
    personId: candidate(key),
    name: ordinaryCases.find((one) => one.key === key)?.name ?? '',
    role,
    hint: { key: `cases.personas.${hint}` },
  });
  return [
    ofMember('dung', 'cellSecretary', 'secretary'),
    ofMember('minh', 'mentor', 'mentor'),
    ofCandidate('van', 'candidate', 'candidate'),
    ofMember('oanh', 'committeeOfficer', 'officerCommune'),
    ofMember('hai', 'cellSecretary', 'secretaryTwoHops'),
    ofMember('hoa', 'mentor', 'mentorSilent'),
    ofCandidate('truong', 'probationaryMember', 'probationer'),
    ofMember('vinh', 'committeeOfficer', 'officerProvince'),
  ];
}
