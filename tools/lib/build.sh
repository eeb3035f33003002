# Builds: CMake presets, the stage (what the page is made of), and the site.

hg_engines="baseline relaxed baseline-threads relaxed-threads"

# build_preset PRESET "What is being built" [target...]: configures when needed and builds; ninja does what changed.
build_preset() {
  local preset=$1 title=$2
  shift 2
  if [ ! -f "$hg_root/build/$preset/build.ninja" ]; then
    run_step "Configure $title" "read the log; removing build/$preset starts afresh" configure_preset "$preset"
  fi
  run_quick_step "Build $title" "read the compiler's message above; removing build/$preset starts afresh" \
    cmake --build "$hg_root/build/$preset" ${1:+--target "$@"}
}

# With ccache the five web builds compile alike files once: the variants differ in few flags and fewer files; paths below
# the clone do not count, so that another clone finds them too. Files are compiled eight at a time (unity builds), since most
# of a file's time goes into the headers of the libraries.
export CCACHE_BASEDIR="$hg_root" CCACHE_NOHASHDIR=1
configure_preset() {
  local launcher=
  ! command -v ccache >/dev/null 2>&1 || launcher=ccache
  cmake -S "$hg_root" --preset "$1" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" -DCMAKE_UNITY_BUILD=ON "${@:2}"
}

# The measuring program of a preset, in build/bench/PRESET.
build_bench() {
  local folder="$hg_root/build/bench/$1"
  [ -f "$folder/build.ninja" ] ||
    run_step "Configure the bench, $1" "removing build/bench/$1 starts afresh" configure_preset "$1" -B "$folder" \
      -DHOURGLASS_BENCH=ON -DHOURGLASS_TESTS=OFF
  run_quick_step "Build the bench, $1" "read the compiler's message above" cmake --build "$folder" --target hourglass-bench
}

build_web_modules() {
  local engine
  build_preset web "studio for the web"
  for engine in $hg_engines; do build_preset "web-engine-$engine" "engine for the web, $engine"; done
  mkdir -p "$hg_root/build/stage/wasm"
  copy_changed "$hg_root/build/stage/wasm" "$hg_root"/build/web/studio.{mjs,wasm} \
    $(for engine in $hg_engines; do echo "$hg_root/build/web-engine-$engine/engine-$engine".{mjs,wasm}; done)
}

# copy_changed FOLDER FILE...: copies what differs, so that an unchanged file keeps its date.
copy_changed() {
  local folder=$1 file
  shift
  for file in "$@"; do
    [ -f "$file" ] || fail "Staging the page" "$file was not built" "read the build's log in build/logs"
    cmp -s "$file" "$folder/$(basename "$file")" || cp "$file" "$folder/"
  done
}

build_stage() {
  run_quick_step "List what the page is built from" "read the message above" node "$hg_root/tools/lib/sbom.mjs" "$hg_root" "$hg_sources"
  run_quick_step "Stage data and notices" "read the message above" node "$hg_root/tools/lib/stage/main.mjs" "$hg_root" "$hg_sources"
}

# The page opens on a trained model: the preset that it begins with, trained by our own command line from its seed, without
# what only going on with the training would need. It is packed by us, since hosts send what they do not know as it is.
build_start_model() {
  local assets="$hg_root/build/stage/assets" stamp="$hg_root/build/start-model.stamp" sum
  build_preset native "the command line" hourglass
  sum=$(cat "$hg_root/build/native/hourglass" "$hg_root/build/stage/data/catalogue.json" | sha256sum)
  [ -f "$assets/start.safetensors.gz" ] && [ "$sum" = "$(cat "$stamp" 2>/dev/null)" ] && return
  rm -f "$assets"/start.*
  run_step "Train the model that the page opens on" "read the message above" \
    "$hg_root/build/native/hourglass" train --preset classroom --save "$assets/start.safetensors" --half
  gzip -9n "$assets/start.safetensors"
  printf '%s\n' "$sum" >"$stamp"
}

# The site is built again when a file of the page, of the stage or of the packages differs from the last time.
build_site() {
  local stamp="$hg_root/build/site.stamp" sum
  sum=$(cd "$hg_root" && find web assets/lessons build/stage -path web/node_modules -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  [ -f "$hg_root/build/site/index.html" ] && [ "$sum" = "$(cat "$stamp" 2>/dev/null)" ] && return
  rm -f "$stamp"
  run_step "Build the page" "read the message above (TypeScript, Vite)" npm --prefix "$hg_root/web" run build
  printf '%s\n' "$sum" >"$stamp"
}

build_everything_for_the_page() {
  setup_npm
  build_stage
  build_start_model
  build_web_modules
  build_site
}
