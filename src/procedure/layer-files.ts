/** Layer files as text: parsed, merged key by key, with the file and line of everything kept for the findings. */
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export interface LayerFile {
  /** As it is to be named in findings; the last folder of the path is the layer. */
  path: string;
  text: string;
}

/** What is wrong in the flow data, and where. */
export interface Finding {
  file: string;
  line: number;
  message: string;
}

export interface Place {
  file: string;
  line: number;
}

/** Where each path (keys joined with a dot) was written. */
export type Places = ReadonlyMap<string, Place>;

export type Tree = { [key: string]: unknown };

export interface RawLayer {
  folder: string;
  /** The first file of the layer, to point at when nothing nearer is known. */
  file: string;
  tree: Tree;
  places: Places;
}

/** Kept whole when overridden: half of one condition and half of another would be neither. */
const wholes = new Set(['when', 'must', 'unless', 'from', 'until', 'record', 'begins', 'value', 'basis']);

/** Folders of files into layers. A folder given again later (another root) adds to the earlier one or overrides it. */
export function readLayers(files: readonly LayerFile[]): { layers: RawLayer[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const layers = new Map<
    string,
    { file: string; tree: Tree; places: Map<string, Place>; roots: Map<string, Place> }
  >();
  for (const file of files) {
    const parts = file.path.split('/');
    const folder = parts.at(-2) ?? '';
    const root = parts.slice(0, -1).join('/');
    const { tree, places, wrong } = parseFile(file);
    findings.push(...wrong);
    const layer = layers.get(folder);
    if (!layer) {
      layers.set(folder, { file: file.path, tree, places, roots: leaves(tree, places, root) });
      continue;
    }
    for (const [key, place] of leaves(tree, places, root)) {
      const before = layer.roots.get(key);
      if (before)
        findings.push({
          ...place,
          message: `${pathOf(key)} is already set at ${before.file}:${before.line}`,
        });
      else layer.roots.set(key, place);
    }
    layer.tree = merge(layer.tree, tree, 'keep-removals');
    for (const [path, place] of places) layer.places.set(path, place);
  }
  return {
    layers: [...layers].map(([folder, { file, tree, places }]) => ({ folder, file, tree, places })),
    findings,
  };
}

/** Lays `over` on `base`: maps merge, everything else replaces, `null` removes (or is kept, to remove later). */
export function merge(base: Tree, over: Tree, removals: 'remove' | 'keep-removals' = 'remove'): Tree {
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    if (value === null && removals === 'remove') delete merged[key];
    else if (!isTree(value)) merged[key] = value;
    else if (isTree(before) && mergeable(key, before, value)) merged[key] = merge(before, value, removals);
    else merged[key] = removals === 'remove' ? merge({}, value) : value;
  }
  return merged;
}

/** A rule that changes its kind has other fields: it replaces the old one. */
const mergeable = (key: string, before: Tree, value: Tree): boolean =>
  !wholes.has(key) && (value.kind === undefined || before.kind === undefined || value.kind === before.kind);

/** The nearest place known for a path, looking first in the last layer. */
export function placeOf(path: readonly PropertyKey[], layers: readonly RawLayer[]): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).map(String).join('.');
    for (const layer of [...layers].reverse()) {
      const place = layer.places.get(key);
      if (place) return place;
    }
  }
  return { file: layers.at(-1)?.file ?? '', line: 1 };
}

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseFile(file: LayerFile): { tree: Tree; places: Map<string, Place>; wrong: Finding[] } {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const places = new Map<string, Place>();
  const wrong = document.errors.map((error) => ({
    file: file.path,
    line: lineAt(error.pos[0]),
    message: error.message.split('\n')[0] ?? error.message,
  }));
  const walk = (node: unknown, path: string[]): void => {
    if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const here = [...path, String(pair.key.value)];
        places.set(here.join('.'), { file: file.path, line: lineAt(pair.key.range?.[0] ?? 0) });
        walk(pair.value, here);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        const here = [...path, String(index)];
        places.set(here.join('.'), { file: file.path, line: lineAt((item as Node).range?.[0] ?? 0) });
        walk(item, here);
      });
    }
  };
  if (wrong.length > 0) return { tree: {}, places, wrong };
  walk(document.contents, []);
  const tree: unknown = document.toJS() ?? {};
  if (isTree(tree)) return { tree, places, wrong };
  return {
    tree: {},
    places,
    wrong: [{ file: file.path, line: 1, message: 'A layer file is a map of sections' }],
  };
}

/** Values that a file sets, under the root it belongs to: the same value set twice in one root is a slip. */
function leaves(tree: Tree, places: Places, root: string): Map<string, Place> {
  const found = new Map<string, Place>();
  const walk = (value: unknown, path: string[]): void => {
    const key = path.at(-1) ?? '';
    if (isTree(value) && !wholes.has(key)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
      return;
    }
    const place = places.get(path.join('.'));
    if (place) found.set(`${root}\n${path.join('.')}`, place);
  };
  walk(tree, []);
  return found;
}

const pathOf = (key: string): string => key.split('\n')[1] ?? key;
