// News of a conversation, for as long as the page is seen: a page in the background holds no connection.

// As long as the server asks a refused reader to wait (Retry-After, which an EventSource does not show).
const AGAIN_MS = 20_000;

/** `address` gives the stream from what the page shows now; `listeners`: event name → what to do with { id, data }.
 * `look` is called now and then instead, while no stream is to be had. */
export function follow(address, listeners, look) {
  let source = null;
  let timer = 0;
  const open = () => {
    clearTimeout(timer);
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(address());
    source.addEventListener("error", waitIfRefused);
    for (const [name, listen] of Object.entries(listeners)) {
      source.addEventListener(name, (event) => listen({ id: event.lastEventId, data: JSON.parse(event.data) }));
    }
  };
  // A connection that was cut comes back by itself; one that was refused does not.
  const waitIfRefused = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    look();
    clearTimeout(timer);
    timer = setTimeout(open, AGAIN_MS);
  };
  const close = () => {
    clearTimeout(timer);
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
