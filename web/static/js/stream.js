// Server-sent events read from a POST, one { id, name, data } after the other.

/** A refusal the server has put into words (application/problem+json). */
export class ProblemError extends Error {}

/** The connection was lost, before or within the answer. */
export class CutError extends Error {}

// Longer than any turn may take: a connection that is silent for so long is dead, even if nobody has said so.
const PATIENCE_MS = 60_000;

export async function* sendMessage(url, text, lastTurnId) {
  const response = await post(url, text, lastTurnId);
  if (!response.ok) throw new ProblemError(await problemDetail(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await read(reader);
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) yield parseEvent(part);
  }
}

async function post(url, text, lastTurnId) {
  try {
    return await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "text/event-stream",
        "Last-Event-ID": String(lastTurnId),
      },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new CutError(error.message);
  }
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (error) {
    throw new CutError(error.message);
  }
}

async function problemDetail(response) {
  try {
    return (await response.json()).detail;
  } catch {
    throw new CutError(String(response.status));
  }
}

function parseEvent(block) {
  const fields = { id: "", event: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return { id: fields.id, name: fields.event, data: fields.data ? JSON.parse(fields.data) : null };
}
