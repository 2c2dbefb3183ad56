// Feedback without leaving the page; if it cannot be sent, the form goes its plain way.

export function serveFeedback(list, conversationId, thanks) {
  list.addEventListener("submit", async (event) => {
    const form = event.target.closest(".feedback__form");
    if (!form) return;
    event.preventDefault();
    const place = form.closest("[data-feedback]");
    const turnId = form.closest("[data-turn]").dataset.turn;
    const fields = new FormData(form, event.submitter);
    const body = {
      helpful: fields.get("helpful") === "yes",
      reason: fields.get("reason") ?? "",
      comment: fields.get("comment") ?? "",
    };
    try {
      const response = await fetch(`/api/conversations/${conversationId}/turns/${turnId}/feedback`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(String(response.status));
      showThanks(place, thanks);
    } catch {
      const helpful = document.createElement("input");
      Object.assign(helpful, { type: "hidden", name: "helpful", value: fields.get("helpful") });
      form.append(helpful);
      form.submit();
    }
  });
}

function showThanks(place, thanks) {
  const words = document.createElement("p");
  words.className = "feedback__thanks";
  words.tabIndex = -1;
  words.textContent = thanks;
  place.replaceChildren(words);
  words.focus();
}
