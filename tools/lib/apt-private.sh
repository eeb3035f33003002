# A private apt configuration that reads Debian 13's (trixie's) packages from the mirror this machine already uses. The
# system's own sources and lists stay as they are, and no host name stands in this repository: the mirror is copied from
# the machine's own entry, in either of apt's two notations.

hg_source_suite=trixie

# machine_mirror [FOLDER CODENAME]: prints "URI KEYRING" of the machine's own Debian archive entry (the main archive, not
# security or updates).
machine_mirror() {
  local apt=${1:-/etc/apt} codename=${2:-}
  [ -n "$codename" ] || codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  sed -s '$G' "$apt"/sources.list.d/*.sources 2>/dev/null | awk -v suite="$codename" '
    BEGIN { RS = ""; FS = "\n" }
    {
      uri = ""; key = ""; found = 0; off = 0
      for (i = 1; i <= NF; i++) {
        line = $i; low = tolower(line); sub(/^[^:]*:[ \t]*/, "", line)
        if (low ~ /^#/) continue
        if (low ~ /^uris:/) { split(line, uris, " "); uri = uris[1] }
        if (low ~ /^signed-by:/) key = line
        if (low ~ /^enabled:[ \t]*no/) off = 1
        if (low ~ /^suites:/) { n = split(line, suites, " "); for (s = 1; s <= n; s++) if (suites[s] == suite) found = 1 }
      }
      if (found && uri != "" && !off) { print uri, key; exit }
    }' | grep . && return 0
  cat "$apt"/sources.list "$apt"/sources.list.d/*.list 2>/dev/null | awk -v suite="$codename" '
    $1 == "deb" {
      key = ""; i = 2
      if ($2 ~ /^\[/) {
        do { if (match($i, /signed-by=[^] ]+/)) key = substr($i, RSTART + 10, RLENGTH - 10) } while ($(i++) !~ /\]$/ && i <= NF)
      }
      if ($(i + 1) == suite) { print $i, key; exit }
    }' | grep .
}

# private_apt FOLDER [SUITE...]: writes the configuration into FOLDER and updates its lists; afterwards APT_CONFIG=FOLDER/apt.conf reads from it.
private_apt() {
  local folder=$1 uri key
  shift
  read -r uri key < <(machine_mirror) || {
    echo "No Debian archive entry for this machine's release in /etc/apt/sources.list or /etc/apt/sources.list.d."
    return 1
  }
  [ -f "${key:-}" ] || key=/usr/share/keyrings/debian-archive-keyring.gpg
  mkdir -p "$folder"/{sources,lists/partial,cache/archives/partial}
  printf 'Types: deb deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$uri" "${*:-$hg_source_suite}" "$key" >"$folder/sources/debian.sources"
  cat >"$folder/apt.conf" <<END
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$folder/sources";
Dir::State::Lists "$folder/lists";
Dir::Cache "$folder/cache";
APT::Sandbox::User "";
Acquire::Retries "3";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
  APT_CONFIG="$folder/apt.conf" apt-get -q update
}
