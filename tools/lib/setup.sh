# Brings this machine to the point where CMake can configure any preset, and tells CMake where things are.

hg_lib="$hg_root/tools/lib"
for hg_file in say cache packages apt-private emscripten sources prefix npm build; do . "$hg_lib/$hg_file.sh"; done

setup_all() {
  setup_packages
  setup_emscripten
  setup_sources
  setup_prefix
  write_places
}

# build/places.cmake is how cmake/ finds what the cache holds; rewritten only when something moved, so that CMake need
# not configure again.
write_places() {
  mkdir -p "$hg_root/build"
  cat >"$hg_root/build/places.cmake.new" <<END
set(HOURGLASS_EMSCRIPTEN "$hg_emscripten")
set(HOURGLASS_SOURCES "$hg_sources")
set(HOURGLASS_WEB_PREFIX "$hg_prefix")
END
  if cmp -s "$hg_root/build/places.cmake.new" "$hg_root/build/places.cmake"; then
    rm "$hg_root/build/places.cmake.new"
  else
    mv "$hg_root/build/places.cmake.new" "$hg_root/build/places.cmake"
  fi
}
