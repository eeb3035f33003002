// Trusted Types: this policy decides what a text may become. A text becomes a script's address only within this site, and
// markup or code never. It comes before all else that runs. Browsers without Trusted Types have the content security policy
// of index.html alone.
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(text: string): string }): unknown;
}

(window as { trustedTypes?: Policies }).trustedTypes?.createPolicy("default", {
  createScriptURL(text) {
    if (new URL(text, document.baseURI).origin !== location.origin) throw new TypeError(`${text} is no script of this site`);
    return text;
  },
});
