// News of a conversation, for as long as the page is seen: a page in the background holds no connection.

/** `address` gives the stream from what the page shows now; `listeners`: event name → what to do with { id, data }. */
export function follow(address, listeners) {
  let source = null;
  const open = () => {
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(address());
    for (const [name, listen] of Object.entries(listeners)) {
      source.addEventListener(name, (event) => listen({ id: event.lastEventId, data: JSON.parse(event.data) }));
    }
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const settle = () => (document.visibilityState === "hidden" ? close() : open());
  document.addEventListener("visibilitychange", settle);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", settle);
  window.addEventListener("online", settle);
  settle();
}
