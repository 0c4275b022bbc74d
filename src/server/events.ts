/** What open pages are told at once: that a chat has something new, and that the time was moved. */

export type PageEvent = { kind: 'message'; chat: string } | { kind: 'time' };

export interface EventHub {
  publish(event: PageEvent): void;
  /** Hears every event until `leave` is called; `onClose` when the hub closes first. */
  join(hear: (event: PageEvent) => void, onClose: () => void): () => void;
  /** Ends every open stream; joining later ends at once. */
  close(): void;
}

export function createEventHub(): EventHub {
  const pages = new Set<{ hear: (event: PageEvent) => void; onClose: () => void }>();
  let closed = false;
  return {
    publish(event) {
      for (const page of pages) page.hear(event);
    },
    join(hear, onClose) {
      const page = { hear, onClose };
      if (closed) onClose();
      else pages.add(page);
      return () => pages.delete(page);
    },
    close() {
      closed = true;
      for (const page of pages) page.onClose();
      pages.clear();
    },
  };
}
