# npm packages of the page and the tests, as web/package-lock.json fixes them; installed again only when it changes.

setup_npm() {
  local major stamp="$hg_root/web/node_modules/.hourglass-lock"
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
  [ "$major" -ge 20 ] ||
    fail "Looking for Node.js" "version $(node --version 2>/dev/null || echo none) is too old: the page's build needs 20.19 or newer" \
      "install Node.js 20 or newer (Debian 13 has it: apt-get install nodejs npm) and start again"
  if ! cmp -s "$hg_root/web/package-lock.json" "$stamp"; then
    run_step "Install npm packages" "check the network and npm's settings (npm config get registry), then start again" \
      npm --prefix "$hg_root/web" ci --no-audit --no-fund
    cp "$hg_root/web/package-lock.json" "$stamp"
  fi
  # Tests and bench find the same packages from their own folders.
  [ -e "$hg_root/node_modules" ] || ln -sfn web/node_modules "$hg_root/node_modules"
}
