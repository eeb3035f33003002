# npm packages, as a folder's package-lock.json fixes them; installed again only when that changes.

setup_npm() {
  install_packages web "Install npm packages"
  # Tests and bench find the same packages from their own folders.
  [ -e "$hg_root/node_modules" ] || ln -sfn web/node_modules "$hg_root/node_modules"
}

# install_packages FOLDER "What is being done"
install_packages() {
  local folder="$hg_root/$1" title=$2 major stamp="$hg_root/$1/node_modules/.hourglass-lock"
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
  [ "$major" -ge 20 ] ||
    fail "Looking for Node.js" "version $(node --version 2>/dev/null || echo none) is too old: the page's build needs 20.19 or newer" \
      "install Node.js 20 or newer (Debian 13 has it: apt-get install nodejs npm) and start again"
  cmp -s "$folder/package-lock.json" "$stamp" && return
  run_step "$title" "check the network and npm's settings (npm config get registry), then start again" \
    npm --prefix "$folder" ci --no-audit --no-fund
  cp "$folder/package-lock.json" "$stamp"
}
