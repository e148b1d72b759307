// Before anything is drawn: what is not in English waits until the server has put the page into the browser's language.

const chosen = /(?:^|; )language=(\w+)/.exec(document.cookie)?.[1];
if (!/^en/i.test(chosen ?? navigator.language)) document.documentElement.classList.add("waiting");
