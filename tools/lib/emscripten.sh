# The pinned Emscripten: an emcc of that version on PATH or under $EMSDK as it is; otherwise Debian 13's packages, unpacked
# into the cache and run with the LLVM 19 of this machine's own release.

# Sets hg_emscripten, the folder of emcc, which finds its configuration beside itself.
setup_emscripten() {
  local candidate
  for candidate in emcc "${EMSDK:-/nonexistent}/upstream/emscripten/emcc"; do
    candidate=$(command -v "$candidate" 2>/dev/null) || continue
    if "$candidate" --version 2>/dev/null | head -1 | grep -qE "[ )]$hg_version( |\$)"; then
      hg_emscripten=$(dirname "$(readlink -f "$candidate")")
      return
    fi
  done
  unset EM_CONFIG EM_CACHE EMCC_CFLAGS
  if ! cached emscripten "$hg_root/tools/lib/emscripten.sh"; then
    say "Emscripten $hg_version is not on this machine: taking Debian's (about 250 MB, once)"
    make_part "Fetch and unpack Emscripten $hg_version" \
      "check the network and that apt-get update works, then start again" unpack_emscripten
  fi
  hg_emscripten="$hg_part/root/usr/share/emscripten"
}

unpack_emscripten() {
  local tool node_path
  private_apt "$PWD/apt"
  mkdir -p debs root bin
  (
    cd debs
    APT_CONFIG=../apt/apt.conf apt-get -q download emscripten binaryen libc6 libstdc++6 libgcc-s1
    for deb in emscripten_*.deb; do
      case $deb in emscripten_"$hg_version"*) ;; *) echo "The mirror has $deb, not $hg_version."; exit 1 ;; esac
    done
    # Left packed: the flavours of the system libraries that no build of ours links (1.3 GB of 1.7).
    for deb in *.deb; do
      dpkg --fsys-tarfile "$deb" | tar -x -C ../root --exclude '*/wasm32-emscripten/*lto*' --exclude '*/wasm32-emscripten/pic' \
        --exclude '*/wasm32-emscripten/*-asan*' --exclude '*/wasm32-emscripten/*-ww*' --exclude './usr/share/emscripten/test' \
        --exclude './usr/share/man'
    done
  )
  rm -rf debs apt
  for tool in root/usr/bin/wasm-* root/usr/bin/binaryen-*; do
    [ -x "$tool" ] || continue
    wrap_binaryen "$(basename "$tool")" >"bin/$(basename "$tool")"
    chmod +x "bin/$(basename "$tool")"
  done
  node_path=$(command -v node)
  mkdir -p root/usr/share/node_modules
  [ -e root/usr/share/node_modules/acorn ] || ln -s "$(acorn_folder)" root/usr/share/node_modules/acorn
  cat >root/usr/share/emscripten/.emscripten <<END
LLVM_ROOT = '$(llvm_folder)'
BINARYEN_ROOT = '$hg_final'
NODE_JS = '$node_path'
CACHE = '$hg_final/root/usr/share/emscripten/cache'
FROZEN_CACHE = False
END
}

# Debian 13's Binaryen needs a newer C library than Debian 12 has: start it through the unpacked one where the plain file
# does not run.
wrap_binaryen() {
  local lib=usr/lib/x86_64-linux-gnu binary="$hg_final/root/usr/bin/$1" loader
  echo '#!/bin/sh'
  if LD_LIBRARY_PATH="$PWD/root/$lib/binaryen" root/usr/bin/wasm-opt --version >/dev/null 2>&1; then
    loader=
    echo "export LD_LIBRARY_PATH='$hg_final/root/$lib/binaryen'"
  else
    loader=$(cd root && find . -name 'ld-linux*.so.2' | head -1)
    loader="'$hg_final/root/$loader' --library-path '$hg_final/root/$lib:$hg_final/root/$lib/binaryen'"
  fi
  echo "exec $loader '$binary' \"\$@\""
}

llvm_folder() {
  local folder
  for folder in /usr/lib/llvm-19/bin; do
    [ -x "$folder/clang" ] && [ -x "$folder/wasm-ld" ] && { echo "$folder"; return; }
  done
  echo "clang and wasm-ld of LLVM 19 are not in /usr/lib/llvm-19/bin: apt-get install clang-19 lld-19 llvm-19" >&2
  return 1
}

acorn_folder() {
  local folder
  for folder in /usr/share/nodejs/acorn /usr/share/node_modules/acorn; do
    [ -d "$folder" ] && { echo "$folder"; return; }
  done
  echo "acorn is not in /usr/share/nodejs: apt-get install node-acorn" >&2
  return 1
}
