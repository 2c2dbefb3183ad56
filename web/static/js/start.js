// The first question: the conversation is made at once, and its page asks the question and shows the progress.
// Whenever anything is in the way, the form is sent as it would be without JavaScript.

export const firstQuestionKey = (id) => `first-question:${id}`;

export function serveStartForms() {
  for (const form of document.querySelectorAll("[data-start]")) {
    form.addEventListener("submit", (event) => begin(event, form));
    const area = form.querySelector("textarea");
    area?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }
}

async function begin(event, form) {
  const text = (event.submitter?.name === "text" ? event.submitter.value : form.elements.text.value).trim();
  if (!text) return;
  event.preventDefault();
  try {
    const response = await fetch("/api/conversations", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ audience: form.dataset.start }),
    });
    if (!response.ok) throw new Error(String(response.status));
    const { id } = await response.json();
    sessionStorage.setItem(firstQuestionKey(id), text);
    location.assign(`/c/${id}`);
  } catch {
    sendPlainly(form, text);
  }
}

function sendPlainly(form, text) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "text";
  field.value = text;
  for (const area of form.querySelectorAll("textarea")) area.removeAttribute("name");
  form.append(field);
  form.submit();
}
