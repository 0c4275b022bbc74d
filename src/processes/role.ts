/** What a process does, and which of it is possible with the database it was given. */
import type { Config } from '../config.ts';

/** `serve`: hears people and answers them. `work`: plans reminders, delivers, sweeps. `all`: both in one. */
export const roles = ['all', 'serve', 'work'] as const;
export type Role = (typeof roles)[number];

/** The settings do not allow what was asked for; `code` is stable. */
export class StartRefused extends Error {
  readonly code: 'workNeedsServer';
  constructor(code: StartRefused['code']) {
    super(code);
    this.name = 'StartRefused';
    this.code = code;
  }
}

/**
 * An embedded database belongs to one process: serving alone would leave the work undone for good, so it is done too; a
 * worker beside it could not open the database. Throws `StartRefused`.
 */
export function roleFor(asked: Role, database: Config['database']): Role {
  if ('databaseUrl' in database || asked === 'all') return asked;
  if (asked === 'work') throw new StartRefused('workNeedsServer');
  return 'all';
}

export const talks = (role: Role): boolean => role !== 'work';
export const works = (role: Role): boolean => role !== 'serve';
