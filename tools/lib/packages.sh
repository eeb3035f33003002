# Debian packages: installs the missing ones of packages.txt as root; an ordinary user is told the exact line.

setup_packages() {
  local wanted missing
  wanted=$(sed 's/#.*//' "$hg_root/tools/lib/packages.txt" | tr -s ' \n' ' ')
  command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
  command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
  command -v dpkg-query >/dev/null 2>&1 ||
    fail "Looking for packages" "this machine has no dpkg; the tools are made for Debian 12 or 13" \
      "install the packages of tools/lib/packages.txt under your system's names, or use a Debian container"
  # shellcheck disable=SC2086
  missing=$(comm -23 <(printf '%s\n' $wanted | sort -u) \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' | sort -u) | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  [ "$(id -u)" = 0 ] ||
    fail "Looking for packages" "these Debian packages are missing: $missing" "sudo apt-get install --no-install-recommends $missing"
  run_step "Update the list of Debian packages" "check the network and /etc/apt" apt-get -q update
  # shellcheck disable=SC2086
  run_step "Install $(wc -w <<<"$missing") Debian packages" "try by hand: apt-get install --no-install-recommends $missing" \
    env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing
}
