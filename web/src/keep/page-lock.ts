/** The lock that a page holds as long as it is open; `script` is the name of the file that it began with, and so of its build. */
export const pageLock = (script: string) => `hourglass page ${script}`;
