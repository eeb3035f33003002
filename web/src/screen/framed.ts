/** Hourglass stands inside another page: what it does not use goes to that one. */
export const framed = window.top !== window;
