/**
 * Layers into procedures: each version with those it extends, each overlay on every version that it may be laid over.
 * Nothing here knows a rule; a new version or overlay is a new folder of files.
 */
import type { core } from 'zod';
import { checkReferences } from './check-references.ts';
import {
  type Finding,
  type LayerFile,
  merge,
  type Place,
  placeOf,
  type RawLayer,
  readLayers,
  type Tree,
} from './layer-files.ts';
import { layer as layerSchema, type Procedure } from './schema.ts';

export type { Finding, LayerFile, Place } from './layer-files.ts';

export interface Catalog {
  /** Oldest first. */
  versions: { id: string; effective: string }[];
  overlays: { id: string; effective: string; over: string[] }[];
  /** What is wrong in the files; a catalog with findings is for showing them, not for use. */
  findings: Finding[];
  /** By version, or "version+overlay". */
  procedures: ReadonlyMap<string, Procedure>;
  /** Where a rule of a procedure is written ("steps", "ceremony", "clocks", …). */
  placeOf(procedure: { version: string; overlay: string | null }, path: readonly string[]): Place;
}

export class UnknownProcedureError extends Error {
  readonly code = 'unknown-procedure';
  readonly version: string;
  readonly overlay: string | null;
  constructor(version: string, overlay: string | null, known: string) {
    super(`No procedure "${keyOf(version, overlay)}"; known: ${known}`);
    this.name = 'UnknownProcedureError';
    this.version = version;
    this.overlay = overlay;
  }
}

/** Reads every version and overlay out of the text of its files. Never throws: what is wrong is in `findings`. */
export function buildCatalog(files: readonly LayerFile[]): Catalog {
  const { layers, findings } = readLayers(files);
  const byId = new Map<string, RawLayer>();
  for (const layer of layers) {
    const id = textOf(layer.tree, 'id');
    if (id === undefined)
      findings.push({ file: layer.file, line: 1, message: `Layer "${layer.folder}" has no id` });
    else if (byId.has(id))
      findings.push({ ...placeOf(['id'], [layer]), message: `Layer id "${id}" is used twice` });
    else byId.set(id, layer);
  }

  const versions: Catalog['versions'] = [];
  const overlays: Catalog['overlays'] = [];
  const procedures = new Map<string, Procedure>();
  const chains = new Map<string, RawLayer[]>();
  const add = (version: string, overlay: string | null, chain: RawLayer[]): void => {
    const procedure = validate(version, overlay, chain, findings);
    chains.set(keyOf(version, overlay), chain);
    if (procedure) procedures.set(keyOf(version, overlay), procedure);
  };

  for (const [id, layer] of byId) {
    if (textOf(layer.tree, 'kind') !== 'overlay') {
      versions.push({ id, effective: textOf(layer.tree, 'effective') ?? '' });
      add(id, null, chainOf(id, byId, findings));
    }
  }
  for (const [id, layer] of byId) {
    if (textOf(layer.tree, 'kind') !== 'overlay') continue;
    const chain = chainOf(id, byId, findings);
    const over = chain.map((one) => one.tree.over).findLast(Array.isArray) as unknown[] | undefined;
    const names = (over ?? []).map(String);
    if (names.length === 0) {
      findings.push({
        ...placeOf(['over'], [layer]),
        message: `Overlay "${id}" names no version to be laid over`,
      });
    }
    overlays.push({ id, effective: textOf(layer.tree, 'effective') ?? '', over: names });
    for (const version of names) {
      const base = byId.get(version);
      if (base && textOf(base.tree, 'kind') !== 'overlay')
        add(version, id, [...chainOf(version, byId, []), ...chain]);
      else findings.push({ ...placeOf(['over'], [layer]), message: `There is no version "${version}"` });
    }
  }

  versions.sort((a, b) => (a.effective < b.effective ? -1 : 1));
  return {
    versions,
    overlays,
    findings: distinct(findings),
    procedures,
    placeOf: ({ version, overlay }, path) => placeOf(path, chains.get(keyOf(version, overlay)) ?? []),
  };
}

/**
 * The procedure that a case runs under: a version, its overlay, the organisation's own values. A value that the
 * organisation sets is its confirmed rule (`verified-local`). Throws UnknownProcedureError.
 */
export function resolveProcedure(
  catalog: Catalog,
  wanted: { version: string; overlay: string | null; parameters?: Readonly<Record<string, number>> },
): Procedure {
  const procedure = catalog.procedures.get(keyOf(wanted.version, wanted.overlay));
  if (!procedure) {
    throw new UnknownProcedureError(
      wanted.version,
      wanted.overlay,
      [...catalog.procedures.keys()].join(', '),
    );
  }
  return withParameters(procedure, wanted.parameters ?? {});
}

/** The version that came into effect last by that day; before all of them, the oldest. */
export function versionInForce(catalog: Catalog, on: string): string {
  const version = catalog.versions.findLast((one) => one.effective <= on) ?? catalog.versions[0];
  if (!version) throw new UnknownProcedureError(on, null, 'none');
  return version.id;
}

const adapted = new WeakMap<Procedure, Map<string, Procedure>>();

/** Names that the procedure does not know are left out; applying the same values again changes nothing. */
export function withParameters(procedure: Procedure, own: Readonly<Record<string, number>>): Procedure {
  const changed = Object.entries(own)
    .filter(([name, value]) => {
      const parameter = procedure.parameters[name];
      if (!parameter) return false;
      return parameter.value !== value || !['verified', 'verified-local'].includes(parameter.confidence);
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (changed.length === 0) return procedure;
  const key = JSON.stringify(changed);
  const known = adapted.get(procedure) ?? new Map<string, Procedure>();
  adapted.set(procedure, known);
  const found = known.get(key);
  if (found) return found;
  const parameters = { ...procedure.parameters };
  for (const [name, value] of changed) {
    const parameter = procedure.parameters[name];
    if (parameter) parameters[name] = { ...parameter, value, confidence: 'verified-local' };
  }
  const result = { ...procedure, parameters };
  known.set(key, result);
  return result;
}

/** The layer after those it extends, base first. */
function chainOf(id: string, byId: ReadonlyMap<string, RawLayer>, findings: Finding[]): RawLayer[] {
  const chain: RawLayer[] = [];
  let next: string | undefined = id;
  while (next !== undefined) {
    const layer = byId.get(next);
    if (!layer || chain.includes(layer)) {
      const why = layer ? `"${next}" extends itself` : `There is no layer "${next}" to extend`;
      findings.push({ ...placeOf(['extends'], chain.slice(0, 1)), message: why });
      break;
    }
    chain.unshift(layer);
    next = textOf(layer.tree, 'extends');
  }
  return chain;
}

function validate(
  version: string,
  overlay: string | null,
  chain: readonly RawLayer[],
  findings: Finding[],
): Procedure | undefined {
  let tree: Tree = {};
  for (const layer of chain) tree = merge(tree, layer.tree);
  if (overlay !== null) {
    // What an overlay is laid on stays that version: its name and its day of effect.
    const base = chain.findLast((one) => textOf(one.tree, 'kind') !== 'overlay')?.tree ?? {};
    const { over: _, ...rest } = tree;
    tree = { ...rest, id: base.id, kind: base.kind, effective: base.effective };
  }
  const parsed = layerSchema.safeParse(tree);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const { path, message } = deepest(issue);
      findings.push({ ...placeOf(path, chain), message: `${path.map(String).join('.')}: ${message}` });
    }
    return undefined;
  }
  const procedure: Procedure = { ...parsed.data, version, overlay };
  for (const { path, message } of checkReferences(procedure)) {
    findings.push({ ...placeOf(path, chain), message: `${path.join('.')}: ${message}` });
  }
  return procedure;
}

/** Of a choice that nothing fitted, the complaint of the alternative that came furthest. */
function deepest(issue: core.$ZodIssue): { path: PropertyKey[]; message: string } {
  let best = { path: issue.path, message: issue.message };
  if (issue.code !== 'invalid_union') return best;
  for (const alternative of issue.errors) {
    for (const inner of alternative) {
      const found = deepest(inner);
      const path = [...issue.path, ...found.path];
      if (path.length > best.path.length) best = { path, message: found.message };
    }
  }
  return best;
}

/** One slip in a base layer shows in every version that extends it: named once. */
const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((one) => [`${one.file}:${one.line}:${one.message}`, one])).values(),
];

const keyOf = (version: string, overlay: string | null): string =>
  overlay === null ? version : `${version}+${overlay}`;

const textOf = (tree: Tree, key: string): string | undefined =>
  typeof tree[key] === 'string' ? (tree[key] as string) : undefined;
