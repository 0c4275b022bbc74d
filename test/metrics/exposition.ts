/** Reads the text format of Prometheus as strictly as a scraper does. */
import { expect } from 'vitest';

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/** Fails on a line that is neither comment nor sample, on a sample without a type, and on one said twice. */
export function readExposition(text: string): Sample[] {
  const typed = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type?.[1]) typed.add(type[1]);
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', inside = '', value = ''] = sampleLine.exec(line) ?? [];
    expect(name, line).not.toBe('');
    expect(typed.has(name) || typed.has(name.replace(/_(bucket|sum|count)$/, '')), line).toBe(true);
    // A lag that was not measured yet is no number, and says so.
    expect(value === 'Nan' || !Number.isNaN(numberOf(value)), line).toBe(true);
    const labels: Record<string, string> = {};
    labelPair.lastIndex = 0;
    for (let at = 0; at < inside.length; at = labelPair.lastIndex) {
      const pair = labelPair.exec(inside);
      expect(pair, line).not.toBeNull();
      if (pair?.[1] !== undefined) labels[pair[1]] = pair[2] ?? '';
    }
    const identity = `${name}{${inside}}`;
    expect(seen.has(identity), line).toBe(false);
    seen.add(identity);
    samples.push({ name, labels, value: numberOf(value) });
  }
  return samples;
}

/** The one value of these labels, others disregarded; undefined when it is not said. */
export function figure(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (one) =>
      one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  );
  expect(found.length, `${name} ${JSON.stringify(labels)}`).toBeLessThanOrEqual(1);
  return found[0]?.value;
}

const numberOf = (text: string): number => (text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text));
