# The libraries as WebAssembly: include/, lib/ (one thread) and lib-threads/ (for modules with a thread pool).

setup_prefix() {
  cached web-prefix "$hg_root/tools/lib/prefix.sh" "$hg_root/tools/lib/sources.sh" "$hg_root"/tools/lib/web-prefix/* ||
    make_part "Build SDL2, the unpackers and the readers of pictures for WebAssembly" \
      "read the log; if the compiler itself fails, remove $hg_cache and start again" build_prefix
  hg_prefix=$hg_part
}

build_prefix() {
  local flavour
  for flavour in lib lib-threads; do
    "$hg_emscripten/emcmake" cmake -S "$hg_root/tools/lib/web-prefix" -B "build-$flavour" -G Ninja -DCMAKE_BUILD_TYPE=Release \
      -DSOURCES="$hg_sources" -DTHREADS="$([ $flavour = lib-threads ] && echo ON || echo OFF)" \
      -DCMAKE_INSTALL_PREFIX="$PWD" -DFLAVOUR="$flavour"
    cmake --build "build-$flavour" --target install
    rm -rf "build-$flavour"
  done
  # Header-only libraries: only these folders of /usr/include, never the whole of it, may be seen by the web build.
  ln -s /usr/include/nlohmann include/nlohmann
  ln -s /usr/include/eigen3/Eigen include/Eigen
}
