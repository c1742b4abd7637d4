// Answers as soon as an amount or a term is changed. Without this script the button does.
const form = document.getElementById("what-if");
let newest = "";

async function ask() {
  const typed = new FormData(form);
  const question = new URLSearchParams(typed).toString();
  if (question === newest) return;
  newest = question;
  const response = await fetch(form.action, { method: "POST", body: typed });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const answer = page.getElementById("what-if-answer");
  if (question !== newest) return; // something else was asked meanwhile
  if (!answer) form.submit(); // the session has ended, say: let the page tell
  else document.getElementById("what-if-answer").replaceChildren(...answer.childNodes);
}

form.addEventListener("change", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
