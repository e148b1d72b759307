// Before anything is drawn: what is not in English waits until the server has put the page into the browser's language.

if (!/^en/i.test(navigator.language)) document.documentElement.classList.add("waiting");
