/**
 * Whether what a row holds is an agenda of today's shape. Written by hand: the plan of a day reads one for each case that is
 * due, and a schema takes fifty times as long (a test holds this against one).
 */
import type { Agenda } from './agenda.ts';

export function isAgenda(stored: unknown): stored is Agenda {
  if (!isRecord(stored) || !Array.isArray(stored.entries)) return false;
  if (stored.decidedAt !== 'grassrootsCommittee' && stored.decidedAt !== 'province') return false;
  for (const entry of stored.entries) if (!isEntry(entry)) return false;
  return true;
}

const kinds: ReadonlySet<unknown> = new Set(['due', 'expiry', 'earliest', 'recurring']);
const units: ReadonlySet<unknown> = new Set(['working-days', 'days']);

function isEntry(entry: unknown): boolean {
  return (
    isRecord(entry) &&
    kinds.has(entry.kind) &&
    units.has(entry.unit) &&
    typeof entry.key === 'string' &&
    typeof entry.owner === 'string' &&
    typeof entry.step === 'string' &&
    typeof entry.clock === 'string' &&
    isDay(entry.due) &&
    isDay(entry.limit) &&
    (entry.earliest === undefined || isDay(entry.earliest)) &&
    Array.isArray(entry.rungs) &&
    entry.rungs.every(isDay) &&
    isRecord(entry.what) &&
    typeof entry.what.key === 'string' &&
    isRecord(entry.doors) &&
    typeof entry.missed === 'number' &&
    typeof entry.extensible === 'boolean'
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** "2026-03-05"; only this program writes them, so the length says enough. */
const isDay = (value: unknown): boolean => typeof value === 'string' && value.length === 10;
