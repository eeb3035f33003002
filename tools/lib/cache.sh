# The cache outside the clone: what is downloaded or built once for every clone. Each part is made in a temporary folder
# and renamed when it is whole, so a part that stands there is complete and an interrupted one is simply made again.

hg_version=$(tr -d ' \n' <"$hg_root/emsdk-version.txt")
hg_cache="${XDG_CACHE_HOME:-$HOME/.cache}/hourglass/emscripten-$hg_version"
hg_logs="$hg_root/build/logs"

# cached NAME RECIPE_FILE...: sets $hg_part to the folder of this part, whose name holds a hash of the files that say how
# it is made; true when it is already there.
cached() {
  local name=$1
  shift
  hg_part="$hg_cache/$name-$(cat "$@" | sha256sum | cut -c1-10)"
  [ -d "$hg_part" ] || return 1
  hg_part=$(readlink -f "$hg_part") # a part may stand elsewhere, on a larger disk say
}

# make_part "What is being done" "way out" FUNCTION: runs FUNCTION in a fresh temporary folder, then renames that to $hg_part.
# A lock keeps two clones from making the same part at once.
make_part() {
  local title=$1 way_out=$2 function=$3 part=$hg_part lock
  mkdir -p "$hg_cache" || fail "$title" "cannot write to $hg_cache" "set XDG_CACHE_HOME to a folder of yours"
  exec {lock}>"$part.lock"
  flock "$lock"
  if [ ! -d "$part" ]; then
    rm -rf "$part.partial" # of a try that was interrupted
    mkdir -p "$part.partial"
    run_step "$title" "$way_out" make_part_in "$function" "$part"
    mv "$part.partial" "$part"
  fi
  exec {lock}>&-
  rm -f "$part.lock"
}

make_part_in() {
  set -e
  cd "$2.partial"
  hg_final=$2 "$1"
}
