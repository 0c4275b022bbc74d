import { describe, expect, it } from 'vitest';
import { type Role, roleFor, roles, StartRefused, talks, works } from '../../src/processes/role.ts';

const server = { databaseUrl: 'postgres://danbuoc@localhost/danbuoc' };
const embedded = { dataDir: './data' };

describe('what a process does', () => {
  it.each(roles)('on a database server it is what was asked for: %s', (role) => {
    expect(roleFor(role, server)).toBe(role);
  });

  it.each<[Role, Role]>([
    ['all', 'all'],
    ['serve', 'all'],
  ])('with an embedded database nobody else can work beside it: %s becomes %s', (asked, role) => {
    expect(roleFor(asked, embedded)).toBe(role);
  });

  it('with an embedded database there is nobody to work for', () => {
    expect(() => roleFor('work', embedded)).toThrow(StartRefused);
  });

  it.each<[Role, boolean, boolean]>([
    ['all', true, true],
    ['serve', true, false],
    ['work', false, true],
  ])('%s talks: %s, works: %s', (role, talking, working) => {
    expect([talks(role), works(role)]).toEqual([talking, working]);
  });
});
